package dev.sallyport.gateway.policy;

import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.statement.Statement;
import dev.sallyport.model.target.Target;
import java.net.InetAddress;
import java.time.Instant;

/// What policy is asked: may this identity, from there, at this time, do this to that target?
///
/// @param who with the roles that [Policy#rolesOf] gave
public record Question(
        Identity who, Target target, Statement statement, InetAddress from, Instant at) {}
