package network.physio.http.once;

import java.net.URI;
import java.util.function.Supplier;
import network.physio.http.HttpProblem;
import network.physio.http.Preconditions;
import org.jspecify.annotations.Nullable;

/** What a write answers: done, and then committed with the effect; or refused, and then rolled back. */
public sealed interface Answer {

    /**
     * The effect stands.
     *
     * @param entity written as JSON, null for none
     * @param kept instead of it, for repetitions
     */
    record Done(
            int status,
            @Nullable Object entity,
            @Nullable URI location,
            @Nullable String etag,
            @Nullable Object kept) implements Answer {
        public Done(int status, @Nullable Object entity, @Nullable URI location, @Nullable String etag) {
            this(status, entity, location, etag, entity);
        }
    }

    /** Nothing stands; the problem is made after the rollback, so that it may read what others have done. */
    record Refused(Supplier<HttpProblem> problem) implements Answer {}

    /**
     * Others were faster in the same moment: everything is rolled back and the work done again on what they left, a few
     * times; then {@code otherwise} is the answer.
     */
    record Again(Supplier<HttpProblem> otherwise) implements Answer {}

    static Answer created(URI location, Object entity, long version) {
        return new Done(201, entity, location, Preconditions.tag(version));
    }

    static Answer created(URI location, Object entity) {
        return new Done(201, entity, location, null);
    }

    /** Made, with a secret that only the first answer tells: what is kept for repetitions must not hold it. */
    static Answer createdWithSecret(@Nullable URI location, Object told, Object kept) {
        return new Done(201, told, location, null, kept);
    }

    static Answer ok(Object entity, long version) {
        return new Done(200, entity, null, Preconditions.tag(version));
    }

    static Answer ok(Object entity) {
        return new Done(200, entity, null, null);
    }

    static Answer noContent() {
        return new Done(204, null, null, null);
    }

    static Answer again(Supplier<HttpProblem> otherwise) {
        return new Again(otherwise);
    }

    static Answer refused(Supplier<HttpProblem> problem) {
        return new Refused(problem);
    }
}
