package network.physio.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Keeps {@code docs/problems.md} and a registry of problem types the same, both ways. */
public final class ProblemsDoc {

    private static final String GROUP = "## ";
    private static final String SECTION = "### ";

    private final List<String> lines;

    private ProblemsDoc(List<String> lines) {
        this.lines = lines;
    }

    /** The repository's page, seen from the module whose tests run. */
    public static ProblemsDoc ofThisRepository() {
        Path page = Path.of("..", "docs", "problems.md");
        try {
            return new ProblemsDoc(Files.readAllLines(page));
        } catch (IOException e) {
            throw new UncheckedIOException(page.toAbsolutePath().normalize() + " cannot be read", e);
        }
    }

    static ProblemsDoc of(String text) {
        return new ProblemsDoc(text.lines().toList());
    }

    /** Fails unless the group {@code ## heading} explains each of these slugs, with words, and no others. */
    public void assertExplains(String heading, Collection<String> slugs) {
        Set<String> expected = new TreeSet<>(slugs);
        Set<String> missing = new TreeSet<>(expected);
        Set<String> found = sections(heading);
        missing.removeAll(found);
        Set<String> unknown = new TreeSet<>(found);
        unknown.removeAll(expected);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new AssertionError(
                    "docs/problems.md, group \"## %s\": sections missing for %s, sections without a type %s (each is \"### <slug>\" with a text under it)"
                            .formatted(heading, missing, unknown));
        }
    }

    /** Fails unless the group explains at least these. */
    public void assertExplainsAmongOthers(String heading, Collection<String> slugs) {
        Set<String> missing = new TreeSet<>(slugs);
        missing.removeAll(sections(heading));
        if (!missing.isEmpty()) {
            throw new AssertionError(
                    "docs/problems.md, group \"## %s\": sections missing for %s".formatted(heading, missing));
        }
    }

    private Set<String> sections(String heading) {
        Set<String> explained = new LinkedHashSet<>();
        Set<String> titles = new HashSet<>();
        boolean inGroup = false;
        String section = "";
        for (String line : lines) {
            if (line.startsWith(GROUP)) {
                inGroup = line.substring(GROUP.length()).strip().equals(heading);
                section = "";
            } else if (line.startsWith(SECTION)) {
                section = line.substring(SECTION.length()).strip();
                if (!titles.add(section)) {
                    throw new AssertionError("docs/problems.md explains " + section + " twice");
                }
            } else if (inGroup && !section.isEmpty() && !line.isBlank()) {
                explained.add(section);
            }
        }
        return explained;
    }
}
