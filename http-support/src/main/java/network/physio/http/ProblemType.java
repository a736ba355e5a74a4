package network.physio.http;

import java.util.List;

/**
 * One kind of refusal, as an RFC 9457 problem. Each service keeps its own in one enum, which is the registry that
 * {@code docs/problems.md} explains.
 */
public interface ProblemType {

    /** Stable kebab-case name; the problem's {@code type} is {@code /problems/<slug>}. */
    String slug();

    /** HTTP status of every problem of this type. */
    int status();

    /** Short and the same for every occurrence. */
    String title();

    /** A problem of this type, to throw; {@code detail} never repeats a value the caller sent. */
    default HttpProblem problem(String detail) {
        return builder(detail).build();
    }

    /** A problem that names each place in the request that is wrong. */
    default HttpProblem problem(String detail, List<Fault> faults) {
        return builder(detail).with("errors", faults).build();
    }

    /** For problems with members or headers of their own, such as the alternatives of a taken slot. */
    default HttpProblem.Builder builder(String detail) {
        return new HttpProblem.Builder(this, detail);
    }
}
