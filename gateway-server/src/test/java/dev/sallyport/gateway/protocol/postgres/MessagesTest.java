package dev.sallyport.gateway.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.statement.Parameter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every message: there and back byte for byte, and refused when it is cut, too long, or lies.
class MessagesTest {
    /// On the heap and not watched for leaks: the samples are values here, shared between tests.
    private static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false, true);

    /// Whether the last field takes whatever is left, so that a cut message may be a valid shorter one.
    private enum End {
        EXACT,
        OPEN
    }

    private record Sample(String name, Frame frame, Function<Frame, Frame> throughRecord, End end) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Sample exact(String name, Frame frame, Function<Frame, Frame> throughRecord) {
        return new Sample(name, frame, throughRecord, End.EXACT);
    }

    private static Sample open(String name, Frame frame, Function<Frame, Frame> throughRecord) {
        return new Sample(name, frame, throughRecord, End.OPEN);
    }

    static Stream<Sample> samples() {
        Map<String, String> startup = new LinkedHashMap<>();
        startup.put("user", "orders-prod");
        startup.put("database", "größe");
        FormatCodes mixed = new FormatCodes.Builder(2).set(0, 0).set(1, 1).build();
        List<Parameter> parameters =
                List.of(
                        new Parameter(false, "x".getBytes(StandardCharsets.UTF_8)),
                        new Parameter(true, null));
        return Stream.of(
                exact(
                        "StartupMessage",
                        StartupMessage.of(startup).toFrame(ALLOCATOR),
                        f -> StartupMessage.read(f).toFrame(ALLOCATOR)),
                open(
                        "CancelRequest",
                        new CancelRequest(7, new byte[] {1, 2, 3, 4}).toFrame(ALLOCATOR),
                        f -> CancelRequest.read(f).toFrame(ALLOCATOR)),
                open(
                        "BackendKeyData",
                        new BackendKeyData(7, new byte[32]).toFrame(ALLOCATOR),
                        f -> BackendKeyData.read(f).toFrame(ALLOCATOR)),
                exact(
                        "RowDescription",
                        new RowDescription(
                                        List.of(
                                                new RowDescription.Field(
                                                        "e-mail", 16400, 3, 25, -1, -1, 1),
                                                new RowDescription.Field("", -1, -6, 23, 4, -1, 0)))
                                .toFrame(ALLOCATOR),
                        f -> RowDescription.read(f).toFrame(ALLOCATOR)),
                exact(
                        "DataRow",
                        new DataRow(Arrays.asList(new byte[] {1, 2}, null, new byte[0]))
                                .toFrame(ALLOCATOR),
                        f -> DataRow.read(f).toFrame(ALLOCATOR)),
                exact(
                        "ErrorResponse",
                        ErrorResponse.of("ERROR", "42501", "refused")
                                .with('H', "ask")
                                .toFrame(ALLOCATOR),
                        f -> ErrorResponse.read(f).toFrame(ALLOCATOR)),
                exact(
                        "NoticeResponse",
                        NoticeResponse.of("NOTICE", "00000", "held").toFrame(ALLOCATOR),
                        f -> NoticeResponse.read(f).toFrame(ALLOCATOR)),
                exact(
                        "ParameterStatus",
                        new ParameterStatus("TimeZone", "UTC").toFrame(ALLOCATOR),
                        f -> ParameterStatus.read(f).toFrame(ALLOCATOR)),
                exact(
                        "Query",
                        new Query("SELECT 'ä'").toFrame(ALLOCATOR),
                        f -> Query.read(f).toFrame(ALLOCATOR)),
                exact(
                        "Parse",
                        new Parse("s", "SELECT $1", List.of(25, 0)).toFrame(ALLOCATOR),
                        f -> Parse.read(f).toFrame(ALLOCATOR)),
                exact(
                        "Bind",
                        new Bind("p", "s", mixed, parameters, FormatCodes.BINARY)
                                .toFrame(ALLOCATOR),
                        f -> Bind.read(f).toFrame(ALLOCATOR)),
                exact(
                        "Bind, empty",
                        new Bind("", "", FormatCodes.NONE, List.of(), FormatCodes.NONE)
                                .toFrame(ALLOCATOR),
                        f -> Bind.read(f).toFrame(ALLOCATOR)),
                exact(
                        "Execute",
                        new Execute("p", 100).toFrame(ALLOCATOR),
                        f -> Execute.read(f).toFrame(ALLOCATOR)),
                exact(
                        "Describe",
                        new Describe(Prepared.STATEMENT, "s").toFrame(ALLOCATOR),
                        f -> Describe.read(f).toFrame(ALLOCATOR)),
                exact(
                        "Close",
                        new Close(Prepared.PORTAL, "").toFrame(ALLOCATOR),
                        f -> Close.read(f).toFrame(ALLOCATOR)),
                exact(
                        "FunctionCall",
                        new FunctionCall(1598, mixed, parameters, 1).toFrame(ALLOCATOR),
                        f -> FunctionCall.read(f).toFrame(ALLOCATOR)),
                exact(
                        "CopyInResponse",
                        new CopyInResponse(0, mixed).toFrame(ALLOCATOR),
                        f -> CopyInResponse.read(f).toFrame(ALLOCATOR)),
                exact(
                        "CopyOutResponse",
                        new CopyOutResponse(1, mixed).toFrame(ALLOCATOR),
                        f -> CopyOutResponse.read(f).toFrame(ALLOCATOR)),
                exact(
                        "CommandComplete",
                        new CommandComplete("SELECT 3").toFrame(ALLOCATOR),
                        f -> CommandComplete.read(f).toFrame(ALLOCATOR)),
                exact(
                        "AuthenticationOk",
                        Authentication.of(Authentication.OK).toFrame(ALLOCATOR),
                        f -> Authentication.read(f).toFrame(ALLOCATOR)),
                exact(
                        "AuthenticationMD5Password",
                        new Authentication(Authentication.MD5_PASSWORD, new byte[] {1, 2, 3, 4})
                                .toFrame(ALLOCATOR),
                        f -> Authentication.read(f).toFrame(ALLOCATOR)),
                open(
                        "AuthenticationSASLContinue",
                        new Authentication(Authentication.SASL_CONTINUE, new byte[] {1, 2})
                                .toFrame(ALLOCATOR),
                        f -> Authentication.read(f).toFrame(ALLOCATOR)),
                exact(
                        "NegotiateProtocolVersion",
                        new NegotiateProtocolVersion(3 << 16, List.of("_pq_.x", "_pq_.y"))
                                .toFrame(ALLOCATOR),
                        f -> NegotiateProtocolVersion.read(f).toFrame(ALLOCATOR)),
                exact(
                        "ReadyForQuery",
                        new ReadyForQuery(ReadyForQuery.Status.IN_TRANSACTION).toFrame(ALLOCATOR),
                        f -> ReadyForQuery.read(f).toFrame(ALLOCATOR)),
                exact(
                        "PasswordMessage",
                        new PasswordMessage("secret").toFrame(ALLOCATOR),
                        f -> PasswordMessage.read(f).toFrame(ALLOCATOR)),
                exact(
                        "SASLInitialResponse",
                        new SaslInitialResponse("SCRAM-SHA-256", new byte[] {1}).toFrame(ALLOCATOR),
                        f -> SaslInitialResponse.read(f).toFrame(ALLOCATOR)),
                open(
                        "SASLResponse",
                        new SaslResponse(new byte[] {1, 2}).toFrame(ALLOCATOR),
                        f -> SaslResponse.read(f).toFrame(ALLOCATOR)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void comesBackByteForByte(Sample sample) {
        int readerIndex = sample.frame.bytes().readerIndex();

        Frame back = sample.throughRecord.apply(sample.frame);

        assertThat(ByteBufUtil.hexDump(back.bytes()))
                .isEqualTo(ByteBufUtil.hexDump(sample.frame.bytes()));
        assertThat(sample.frame.bytes().readerIndex())
                .as("the frame can still be passed on")
                .isEqualTo(readerIndex);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isRefusedCutAtEveryByte(Sample sample) {
        for (int length = 0; length < sample.frame.length(); length++) {
            Frame cut = Frame.whole(sample.frame.type(), sample.frame.bytes().copy(0, length));
            assertThatThrownBy(() -> sample.throughRecord.apply(cut))
                    .as("%d bytes, length as it was", cut.length())
                    .isInstanceOf(ProtocolError.class);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isRefusedCutAtEveryByteWithALengthThatFits(Sample sample) {
        int header = sample.frame.type() == 0 ? 4 : 5;
        for (int length = header; length < sample.frame.length(); length++) {
            Frame cut = withLength(sample.frame.type(), sample.frame.bytes().copy(0, length));
            if (sample.end == End.EXACT) {
                assertThatThrownBy(() -> sample.throughRecord.apply(cut))
                        .as("%d bytes", cut.length())
                        .isInstanceOf(ProtocolError.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isRefusedWithAByteTooMany(Sample sample) {
        Frame longer =
                withLength(
                        sample.frame.type(),
                        Unpooled.wrappedBuffer(
                                sample.frame.bytes().copy(), Unpooled.wrappedBuffer(new byte[1])));

        if (sample.end == End.EXACT) {
            assertThatThrownBy(() -> sample.throughRecord.apply(longer))
                    .isInstanceOf(ProtocolError.class);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noByteMakesAnythingWorseThanAProtocolError(Sample sample) {
        for (int at = 0; at < sample.frame.length(); at++) {
            for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF}) {
                ByteBuf bytes = sample.frame.bytes().copy();
                bytes.setByte(at, value);
                try {
                    sample.throughRecord.apply(Frame.whole(sample.frame.type(), bytes));
                } catch (ProtocolError e) {
                    assertThat(e).hasMessageContaining("expected");
                }
            }
        }
    }

    @Test
    void aParameterOfStartupComesOnce() {
        Frame frame =
                new MessageWriter(ALLOCATOR, (byte) 0)
                        .int32(3 << 16)
                        .cstring("user")
                        .cstring("a")
                        .cstring("user")
                        .cstring("b")
                        .int8(0)
                        .frame();

        assertThatThrownBy(() -> StartupMessage.read(frame))
                .isInstanceOf(ProtocolError.class)
                .hasMessageContaining("'user' twice");
    }

    @Test
    void textIsStrictlyUtf8() {
        for (byte[] malformed :
                new byte[][] {
                    {(byte) 0xC0, (byte) 0x80},
                    {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                    {(byte) 0xFF},
                    {(byte) 0xE4}
                }) {
            Frame frame = new MessageWriter(ALLOCATOR, Query.TYPE).raw(malformed).int8(0).frame();
            assertThatThrownBy(() -> Query.read(frame))
                    .isInstanceOfSatisfying(
                            ProtocolError.class, e -> assertThat(e.sqlState()).isEqualTo("22021"));
        }
        assertThat(Query.read(new Query("\uFFFD").toFrame(ALLOCATOR)).text()).isEqualTo("\uFFFD");
    }

    @Test
    void aZeroByteWithinAQueryIsRefused() {
        Frame frame =
                new MessageWriter(ALLOCATOR, Query.TYPE)
                        .cstring("SELECT 1")
                        .cstring("; DROP TABLE x")
                        .frame();

        assertThatThrownBy(() -> Query.read(frame)).isInstanceOf(ProtocolError.class);
    }

    @Test
    void countsAndFormatsMustAgree() {
        Frame three =
                new MessageWriter(ALLOCATOR, Bind.TYPE)
                        .cstring("")
                        .cstring("")
                        .int16(2)
                        .int16(0)
                        .int16(0)
                        .int16(1)
                        .int32(-1)
                        .int16(0)
                        .frame();
        assertThatThrownBy(() -> Bind.read(three)).hasMessageContaining("1 with 2 formats");

        Frame lying =
                new MessageWriter(ALLOCATOR, Bind.TYPE)
                        .cstring("")
                        .cstring("")
                        .int16(0)
                        .int16(65535)
                        .int16(0)
                        .frame();
        assertThatThrownBy(() -> Bind.read(lying))
                .isInstanceOf(ProtocolError.class)
                .hasMessageContaining("65535");

        Frame odd =
                new MessageWriter(ALLOCATOR, Bind.TYPE)
                        .cstring("")
                        .cstring("")
                        .int16(1)
                        .int16(2)
                        .int16(0)
                        .int16(0)
                        .frame();
        assertThatThrownBy(() -> Bind.read(odd))
                .isInstanceOfSatisfying(
                        ProtocolError.class, e -> assertThat(e.sqlState()).isEqualTo("22023"));
    }

    @Test
    void parametersKnowTheirFormat() {
        FormatCodes mixed = new FormatCodes.Builder(2).set(0, 0).set(1, 1).build();
        Bind bind =
                Bind.read(
                        new Bind(
                                        "",
                                        "",
                                        mixed,
                                        List.of(
                                                new Parameter(false, new byte[] {1}),
                                                new Parameter(true, new byte[] {2})),
                                        FormatCodes.NONE)
                                .toFrame(ALLOCATOR));

        assertThat(bind.parameters()).extracting(Parameter::binary).containsExactly(false, true);
        assertThat(bind.resultFormats()).isSameAs(FormatCodes.NONE);
    }

    @Test
    void rowsOfACommandAreReadFromItsTag() {
        assertThat(new CommandComplete("SELECT 3").rows()).isEqualTo(3);
        assertThat(new CommandComplete("INSERT 0 12").rows()).isEqualTo(12);
        assertThat(new CommandComplete("BEGIN").rows()).isZero();
        assertThat(new CommandComplete("").rows()).isZero();
        assertThat(new CommandComplete("SELECT 99999999999999999999").rows()).isZero();
    }

    @Test
    void allRowsOfARunAreRead() {
        Frame one = new DataRow(List.of(new byte[] {'a'})).toFrame(ALLOCATOR);
        Frame two = new DataRow(List.of(new byte[] {'b'})).toFrame(ALLOCATOR);
        Frame run =
                new Frame(DataRow.TYPE, Unpooled.wrappedBuffer(one.bytes(), two.bytes()), 2, true);

        assertThat(DataRow.readAll(run)).extracting(row -> row.text(0)).containsExactly("a", "b");
    }

    private static Frame withLength(byte type, ByteBuf bytes) {
        if (type == 0) {
            bytes.setInt(0, bytes.readableBytes());
        } else {
            bytes.setInt(1, bytes.readableBytes() - 1);
        }
        return Frame.whole(type, bytes);
    }
}
