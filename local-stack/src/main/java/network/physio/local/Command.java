package network.physio.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program to run: what, with which environment, where. */
record Command(String name, Stage stage, List<String> words, Map<String, String> environment, Path folder) {

    /** What a child gets of our own environment: a stray QUARKUS_ or KC_ variable must not reconfigure it. */
    private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "USER");

    /** The same with more in its environment. */
    Command with(Map<String, String> settings) {
        var more = new HashMap<>(environment);
        more.putAll(settings);
        return new Command(name, stage, words, more, folder);
    }

    ProcessBuilder process() {
        var all = new ArrayList<String>();
        // In a session of its own a child does not see the terminal's Ctrl-C, so it is us who stop it, in order.
        onPath("setsid").ifPresent(all::add);
        all.addAll(words);
        var process = new ProcessBuilder(all).directory(folder.toFile());
        var theirs = new HashMap<String, String>();
        for (String variable : PASSED_ON) {
            Optional.ofNullable(System.getenv(variable)).ifPresent(value -> theirs.put(variable, value));
        }
        theirs.putAll(environment);
        process.environment().clear();
        process.environment().putAll(theirs);
        return process;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static Optional<String> onPath(String program) {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate.toString());
            }
        }
        return Optional.empty();
    }
}
