package network.physio.local;

/** The stack cannot go on; the message is one sentence that names the cause and the cure. */
public final class StackFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StackFailure(String sentence) {
        super(sentence);
    }

    StackFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
