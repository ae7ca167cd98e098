package dev.sallyport.gateway.control;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/// One request as it came, before anybody knows who sent it.
///
/// @param from the sender's address, as `address:port`
/// @param id the id in the path, or empty where the route has none
/// @param query every value of every parameter of the query
/// @param authorization the values of all Authorization headers
/// @param contentType the header as it came, or empty
record Incoming(
        String from,
        String id,
        Map<String, List<String>> query,
        List<String> authorization,
        String contentType,
        Buffer body) {}
