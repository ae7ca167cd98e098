package dev.sallyport.gateway.protocol.postgres;
final class Catalogs {}
