package dev.sallyport.gateway.identity;

import com.nimbusds.jose.jwk.JWK;
import java.util.List;

/// Where an issuer's public keys come from.
interface KeySource {
    /// Fetches them now; waits for the network.
    Answer fetch();

    sealed interface Answer {
        record Keys(List<JWK> keys) implements Answer {
            public Keys {
                keys = List.copyOf(keys);
            }
        }

        record Failed(String why) implements Answer {}
    }
}
