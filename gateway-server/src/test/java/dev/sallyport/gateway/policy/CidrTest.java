package dev.sallyport.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ranges of addresses.
class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, ::1, true",
    })
    void containsThoseThatShareItsBits(String network, String address, boolean expected) {
        assertThat(Cidr.parse(network).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8x",
                "10.0.0",
                "example.com",
                "10.0.0.1/8",
                "2001:db8::1/32",
                "::/129",
                "10.0.0.0/8/8",
                " 10.0.0.0/8"
            })
    void isOfOneFormOnly(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @Test
    void anAddressThatIsNoneIsNeverInside() {
        assertThat(Cidr.parse("::/0").orElseThrow().contains(InetAddress.ofLiteral("10.0.0.1")))
                .isFalse();
    }
}
