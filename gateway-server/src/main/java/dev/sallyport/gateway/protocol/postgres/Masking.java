package dev.sallyport.gateway.protocol.postgres;
import org.jspecify.annotations.Nullable; import dev.sallyport.gateway.protocol.Session; import dev.sallyport.gateway.sql.Part;
final class Masking { Masking(PostgresConversation.Phases p, Session s, Names n) {}
 @Nullable Rejection refuses(Running r) { return null; }
 @Nullable ResultMask plan(Running r, RowDescription c) { return new ResultMask(); }
 void lookUp(RowDescription c, Runnable then) { then.run(); }
 Frame scrubNotice(Frame f, @Nullable Expected e) { return f; }
 Frame scrubError(Frame f, ErrorResponse e, @Nullable Expected x) { return f; }
 String message(ErrorResponse e, Running r) { return e.message(); }
 void executed(Part p) {} 
}
