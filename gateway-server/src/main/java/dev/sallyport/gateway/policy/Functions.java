package dev.sallyport.gateway.policy;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.net.InetAddress;
import java.util.List;

/// The functions that conditions have beside CEL's own.
final class Functions {
    /// `from.inNetwork('10.0.0.0/8')`, `from.inNetwork(['10.0.0.0/8', '2001:db8::/32'])`
    static final String IN_NETWORK = "inNetwork";

    private static final String IN_ONE = "string_in_network";
    private static final String IN_ANY = "string_in_networks";

    private Functions() {}

    static CelFunctionDecl declarations() {
        return CelFunctionDecl.newFunctionDeclaration(
                IN_NETWORK,
                CelOverloadDecl.newMemberOverload(
                        IN_ONE, SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING),
                CelOverloadDecl.newMemberOverload(
                        IN_ANY,
                        SimpleType.BOOL,
                        SimpleType.STRING,
                        ListType.create(SimpleType.STRING)));
    }

    static ImmutableSet<CelFunctionBinding> bindings() {
        return CelFunctionBinding.fromOverloads(
                IN_NETWORK,
                CelFunctionBinding.from(IN_ONE, String.class, String.class, Functions::isInNetwork),
                CelFunctionBinding.from(
                        IN_ANY, String.class, List.class, Functions::isInAnyNetwork));
    }

    private static boolean isInNetwork(String address, String network) {
        return Cidr.parse(network)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "'" + network + "' (expected: " + Cidr.EXPECTED + ")"))
                .contains(InetAddress.ofLiteral(address.replaceFirst("%.*", ""))); // no interface
    }

    private static boolean isInAnyNetwork(String address, List<?> networks) {
        boolean inAny = false;
        for (Object network : networks) {
            // All of them are read: one that is none must not depend on the order.
            inAny |= isInNetwork(address, (String) network);
        }
        return inAny;
    }
}
