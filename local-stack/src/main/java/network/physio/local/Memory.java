package network.physio.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.stream.Stream;

/** Memory of each part as PSS: pages shared by n processes count one n-th, so the sum is what the machine really gives. */
final class Memory {

    private Memory() {}

    static String table(Folders folders) throws IOException {
        var parts = new LinkedHashMap<String, Long>();
        for (LeftOver part : LeftOver.in(folders.run())) {
            parts.put(part.name(), withDescendants(part.process()));
        }
        parts.put("make run itself", ofProcess(Long.parseLong(StackLock.holder(folders))));
        var text = new StringBuilder("PSS in MB\n");
        parts.forEach((name, kilobytes) -> text.append(line(name, kilobytes)));
        return text.append(line(
                        "all",
                        parts.values().stream().mapToLong(Long::longValue).sum()))
                .toString();
    }

    private static long withDescendants(ProcessHandle process) throws IOException {
        long sum = 0;
        for (ProcessHandle each :
                Stream.concat(Stream.of(process), process.descendants()).toList()) {
            sum += ofProcess(each.pid());
        }
        return sum;
    }

    private static long ofProcess(long pid) throws IOException {
        Path rollup = Path.of("/proc/%d/smaps_rollup".formatted(pid));
        if (Files.notExists(Path.of("/proc/self/smaps_rollup"))) {
            throw new StackFailure("PSS can only be read on Linux (/proc/<pid>/smaps_rollup).");
        }
        try (Stream<String> lines = Files.lines(rollup)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    private static String line(String name, long kilobytes) {
        return "%-20s %6.0f%n".formatted(name, kilobytes / 1024.0);
    }
}
