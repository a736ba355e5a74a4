package network.physio.triage.wording;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/** Sentences by code. They live in resource files, so that a clinician or a translator changes them without touching a rule. */
public final class Wording {
    public static final Wording QUESTIONS = new Wording("/wording/questions.properties");
    public static final Wording RULES = new Wording("/wording/rules.properties");
    public static final Wording DISPOSITIONS = new Wording("/wording/dispositions.properties");
    public static final Wording ADVICE = new Wording("/wording/advice.properties");
    public static final Wording EXTERNAL_SOURCES = new Wording("/ruleset/external-sources.properties");

    private final String resource;
    private final Properties sentences = new Properties();

    private Wording(String resource) {
        this.resource = resource;
        try (var in = Objects.requireNonNull(Wording.class.getResourceAsStream(resource), resource);
                var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            sentences.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public String of(String code) {
        return Objects.requireNonNull(sentences.getProperty(code), () -> resource + " has no sentence for " + code);
    }

    public boolean has(String code) {
        return sentences.containsKey(code);
    }

    public Set<String> codes() {
        return sentences.stringPropertyNames();
    }
}
