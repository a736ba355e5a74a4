package network.physio.gateway.route;

import java.time.Duration;

/** So many requests per period; what is not used saves up to one period's worth. */
public record Allowance(long requests, Duration per) {}
