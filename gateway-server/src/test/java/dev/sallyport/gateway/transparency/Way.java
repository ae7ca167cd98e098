package dev.sallyport.gateway.transparency;

/// How a client gets to the shop's database.
enum Way {
    DIRECT,
    GATEWAY
}
