package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackLockTest {

    @TempDir
    Path folder;

    @Test
    void aSecondRunSaysThatTheStackRunsAlready() throws IOException {
        Folders folders = folders();
        try (var first = StackLock.take(folders)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> StackLock.take(folders))
                    .hasMessageContaining("already runs (process %d)"
                            .formatted(ProcessHandle.current().pid()));
            assertThat(StackLock.isTaken(folders)).isTrue();
        }
        assertThat(StackLock.isTaken(folders)).isFalse();
    }

    @Test
    void aLockFileWhoseProcessWasKilledDoesNotCount() throws IOException {
        Folders folders = folders();
        Files.createDirectories(folders.run());
        Files.writeString(folders.run().resolve("lock"), "4711");

        try (var lock = StackLock.take(folders)) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void commandsForTheRunningStackSayThatItDoesNotRun() {
        assertThatThrownBy(() -> RunningStack.find(folders()))
                .hasMessage("The stack is not running: start it with make run.");
    }

    private Folders folders() {
        return new Folders(folder, folder, folder);
    }
}
