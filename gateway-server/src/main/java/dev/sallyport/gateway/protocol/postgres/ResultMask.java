package dev.sallyport.gateway.protocol.postgres;
import java.util.List; import org.jspecify.annotations.Nullable;
final class ResultMask { List<String> inWords() { return List.of(); } @Nullable Frame apply(Frame f) { return f; } }
