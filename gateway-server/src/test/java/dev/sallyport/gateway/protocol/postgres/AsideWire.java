package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Errand;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.PauseReason;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.gateway.protocol.Wire;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;

/// A wire that can do nothing but run errands, each to its end before the call returns.
final class AsideWire implements Wire<Frame> {
    int errands;

    @Override
    public void aside(OpenTarget target, Errand<Frame> errand) {
        errands++;
        BlockingLine.run(target, errand);
    }

    @Override
    public void toClient(Frame frame) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void toTarget(Frame frame) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void startTls(Side side) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSecure(Side side) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean offersTls() {
        throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate targetCertificate() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InetSocketAddress clientAddress() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void dial(OpenTarget target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause(Side side, PauseReason reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(Side side, PauseReason reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(Reason reason) {
        throw new UnsupportedOperationException();
    }
}
