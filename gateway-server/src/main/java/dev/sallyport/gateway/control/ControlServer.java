package dev.sallyport.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sallyport.gateway.approval.ApprovalDesk;
import dev.sallyport.gateway.identity.SignIn;
import dev.sallyport.gateway.policy.Policy;
import dev.sallyport.gateway.policy.PolicyVersions;
import dev.sallyport.gateway.session.Sessions;
import dev.sallyport.model.control.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control API: HTTP on one event loop of its own, so that nothing here slows a session down, and every call on a
/// virtual thread, as it may wait for an identity provider or a receipt.
///
/// HTTP/1.1 only: no client of it needs more, and what is not served cannot be attacked.
public final class ControlServer implements AutoCloseable {
    /// The longest body of a request.
    public static final int BODY_BYTES_MAX = 64 << 10;

    /// The longest body of a request that brings a policy: 1 MiB of text, as JSON writes it.
    public static final int POLICY_BODY_BYTES_MAX = 2 << 20;

    /// How many such requests are read at once, so that strangers cannot fill the memory with them.
    private static final int POLICY_BODIES_MAX = 4;

    /// All headers of a request together; tokens with many groups are long.
    public static final int HEADER_BYTES_MAX = 32 << 10;

    static final int CALLS_MAX = 256;
    static final int CALL_SECONDS_MAX = 30;

    private static final int CONNECTIONS_MAX = 1_024;
    private static final int FIRST_REQUEST_MILLIS_MAX = 10_000;
    private static final int IDLE_SECONDS_MAX = 60;
    private static final int LINGER_MILLIS = 1_000;
    private static final int LINE_BYTES_MAX = 8 << 10;
    private static final int START_SECONDS_MAX = 10;
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final ControlSettings settings;
    private final Api api;
    private final Vertx vertx;
    private final ExecutorService calls;
    private final Semaphore mayCall = new Semaphore(CALLS_MAX);
    private final Semaphore mayBringPolicy = new Semaphore(POLICY_BODIES_MAX);

    /// @param policy the policy as it is now, asked anew for every call
    /// @param targets the targets that passes can be had for
    /// @param versions of the policy, to be listed and changed
    /// @param records whether the gateway can still record what is done
    public ControlServer(
            ControlSettings settings,
            SignIn signIn,
            Supplier<Policy> policy,
            ApprovalDesk desk,
            Sessions sessions,
            PassIssuer passes,
            Audit audit,
            TargetLookup targets,
            PolicyVersions versions,
            BooleanSupplier records) {
        this.settings = settings;
        api =
                new Api(
                        new Api.Parts(
                                signIn,
                                policy,
                                desk,
                                sessions,
                                passes,
                                audit,
                                targets,
                                versions,
                                records,
                                Clock.systemUTC()),
                        settings);
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1)
                                .setUseDaemonThread(true)
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setFileCachingEnabled(false)
                                                .setClassPathResolvingEnabled(false)));
        calls =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("control-", 0).factory());
    }

    /// Listens.
    ///
    /// @return the address with the port that it got
    /// @throws IOException where the address cannot be had, or certificate and key cannot be used
    public InetSocketAddress start() throws IOException, InterruptedException {
        if (settings.tls() == null && !settings.at().getAddress().isLoopbackAddress()) {
            LOG.warn(
                    "control API without TLS on {}: tokens cross the network in the clear",
                    settings.at());
        }
        Connections connections = new Connections(vertx, CONNECTIONS_MAX, FIRST_REQUEST_MILLIS_MAX);
        Router router = router();
        HttpServer server =
                vertx.createHttpServer(options())
                        .connectionHandler(connections::opened)
                        .exceptionHandler(e -> LOG.debug("control API: connection failed", e))
                        .requestHandler(request -> {
                            connections.hasAsked(request.connection());
                            router.handle(request);
                        });
        try {
            server.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause =
                    e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new IOException(
                    "control API: cannot listen on "
                            + settings.at()
                            + ": "
                            + cause.getMessage()
                            + " (expected: a free address, and certificate and key in PEM where TLS is configured)",
                    cause);
        }
        LOG.info(
                "control API listens on {} port {}",
                settings.at().getAddress(),
                server.actualPort());
        return new InetSocketAddress(settings.at().getAddress(), server.actualPort());
    }

    /// Ends all connections, and gives calls that run a few seconds to end.
    @Override
    public void close() {
        calls.shutdown();
        try {
            if (!calls.awaitTermination(2, TimeUnit.SECONDS)) {
                calls.shutdownNow();
            }
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("control API: not closed in order", e);
        }
    }

    private HttpServerOptions options() {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost(settings.at().getAddress().getHostAddress())
                        .setPort(settings.at().getPort())
                        .setHttp2ClearTextEnabled(false)
                        .setUseAlpn(false)
                        .setMaxInitialLineLength(LINE_BYTES_MAX)
                        .setMaxHeaderSize(HEADER_BYTES_MAX)
                        .setMaxFormAttributeSize(BODY_BYTES_MAX)
                        .setMaxFormBufferedBytes(BODY_BYTES_MAX)
                        .setIdleTimeout(IDLE_SECONDS_MAX);
        ControlSettings.Tls tls = settings.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                    .setKeyCertOptions(
                            new PemKeyCertOptions()
                                    .setCertPath(tls.certificate().toAbsolutePath().toString())
                                    .setKeyPath(tls.key().toAbsolutePath().toString()));
        }
        return options;
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(TimeoutHandler.create(CALL_SECONDS_MAX * 1_000L, 503));
        // The first body handler that a request meets reads it, so the wider ones come first.
        for (Api.Route route : api.routes()) {
            if (route.body() == Api.Route.Size.POLICY) {
                HttpMethod method = HttpMethod.valueOf(route.method());
                router.route(method, route.path()).handler(this::mayBringPolicy);
                router.route(method, route.path()).handler(bodies(POLICY_BODY_BYTES_MAX));
            }
        }
        router.route().handler(bodies(BODY_BYTES_MAX));
        for (Api.Route route : api.routes()) {
            router.route(HttpMethod.valueOf(route.method()), route.path())
                    .handler(context -> call(context, route));
        }
        for (int status : new int[] {400, 404, 405, 413, 500, 503}) {
            router.errorHandler(
                    status, context -> send(context, Reply.of(problemOf(context, status))));
        }
        return router;
    }

    private static BodyHandler bodies(int bytesMax) {
        return BodyHandler.create(false).setBodyLimit(bytesMax).setMergeFormAttributes(false);
    }

    private void mayBringPolicy(RoutingContext context) {
        if (mayBringPolicy.tryAcquire()) {
            context.addEndHandler(_ -> mayBringPolicy.release());
            context.next();
        } else {
            send(context, Reply.of(Problems.busy()).with("Retry-After", "2"));
        }
    }

    private void call(RoutingContext context, Api.Route route) {
        if (!mayCall.tryAcquire()) {
            send(context, Reply.of(Problems.busy()).with("Retry-After", "2"));
            return;
        }
        Incoming incoming = incoming(context);
        Context loop = vertx.getOrCreateContext();
        try {
            calls.execute(() -> {
                Reply reply;
                try {
                    reply = route.answer().apply(incoming);
                } catch (RuntimeException e) {
                    LOG.error("control API: {} {} failed", route.method(), route.path(), e);
                    reply = Reply.of(Problems.internal());
                } finally {
                    mayCall.release();
                }
                Reply answer = reply;
                loop.runOnContext(_ -> send(context, answer));
            });
        } catch (RejectedExecutionException e) {
            mayCall.release();
            send(context, Reply.of(Problems.busy()));
        }
    }

    private static Incoming incoming(RoutingContext context) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String name : context.queryParams().names()) {
            query.put(name, context.queryParams().getAll(name));
        }
        Buffer body = context.body().buffer();
        return new Incoming(
                String.valueOf(context.request().remoteAddress()),
                Optional.ofNullable(context.pathParam("id")).orElse(""),
                query,
                context.request().headers().getAll("Authorization"),
                Optional.ofNullable(context.request().getHeader("Content-Type")).orElse(""),
                body == null ? Buffer.buffer() : body);
    }

    private void send(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        Buffer body;
        try {
            body = Buffer.buffer(api.json().writeValueAsBytes(reply.body()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
        response.setStatusCode(reply.status())
                .putHeader("Content-Type", reply.contentType())
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(response::putHeader);
        if (context.request().isEnded()) {
            response.end(body);
            return;
        }
        // The rest of a body that nobody wants must not be taken for the next request, nor be
        // waited for; but closing
        // at once could take the answer away from a client that is still sending.
        response.putHeader("Connection", "close");
        response.end(body)
                .onComplete(_ ->
                        vertx.setTimer(LINGER_MILLIS, _ -> context.request().connection().close()));
    }

    private static Problem problemOf(RoutingContext context, int status) {
        String method = context.request().method().name();
        String path = String.valueOf(context.request().path());
        if (status == 500) {
            LOG.error("control API: {} {} failed", method, path, context.failure());
        }
        return switch (status) {
            case 400 -> Problems.badRequest("The request is not valid HTTP for this route.");
            case 404 -> Problems.noSuchRoute(method, path);
            case 405 -> Problems.wrongMethod(method, path);
            case 413 ->
                    Problems.tooLarge(
                            path.startsWith("/v1/policy/")
                                    ? POLICY_BODY_BYTES_MAX
                                    : BODY_BYTES_MAX);
            case 503 -> Problems.tooSlow();
            default -> Problems.internal();
        };
    }
}
