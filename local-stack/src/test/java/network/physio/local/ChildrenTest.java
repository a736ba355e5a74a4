package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {

    @TempDir
    Path folder;

    private Folders folders;
    private Children children;

    @BeforeEach
    void makeFolders() throws IOException {
        folders = new Folders(folder, folder, folder);
        folders.create();
        children = new Children(folders);
    }

    @AfterEach
    void stop() {
        children.stopAll();
    }

    @Test
    void aKilledChildIsNamedWithItsLog() {
        Child child = start("booking-service", Stage.SERVICE, "exec sleep 60");

        child.process.destroyForcibly();

        assertThat(children.awaitFailure())
                .hasMessage("booking-service ended unexpectedly (exit code 137): its log is log/booking-service.log; "
                        + "everything else is stopped.");
        assertThatThrownBy(children::failIfOneEnded).isInstanceOf(StackFailure.class);
    }

    @Test
    void childrenStopInReverseOrderAndThoseOfOneStageTogether() throws IOException {
        Path order = folder.resolve("order");
        for (Stage stage : Stage.values()) {
            String script = "trap 'echo %s >> %s; exit 0' TERM INT; touch %s; while :; do sleep 0.1; done"
                    .formatted(stage, order, ready(stage));
            start(stage.name(), stage, script);
        }
        for (Stage stage : Stage.values()) {
            await(ready(stage));
        }

        children.stopAll();

        assertThat(Files.readAllLines(order)).containsExactly("GATEWAY", "SERVICE", "IDENTITY", "DATABASE");
        assertThat(LeftOver.in(folders.run())).isEmpty();
    }

    @Test
    void aChildThatIgnoresTheSignalIsKilled() {
        Path ready = folder.resolve("ready");
        Child child = start(
                "stubborn", Stage.SERVICE, "trap '' TERM INT; touch %s; while :; do sleep 0.1; done".formatted(ready));
        await(ready);

        child.askToStop();
        child.awaitStop(Duration.ofMillis(200));

        assertThat(child.process.isAlive()).isFalse();
    }

    @Test
    void nothingStartsAnyMoreOnceTheStackIsStopping() {
        children.stopAll();

        assertThatThrownBy(() -> start("late", Stage.SERVICE, "exec sleep 60")).isInstanceOf(StackFailure.class);
    }

    @Test
    void whatRunsToItsEndIsNotMissedAndLeavesNoRecord() throws IOException {
        children.finish(command("initdb", Stage.DATABASE, "exit 0"));

        children.failIfOneEnded();
        assertThat(children.haveStarted()).isFalse();
        assertThat(LeftOver.in(folders.run())).isEmpty();
    }

    @Test
    void whatFailsOnItsWayToItsEndIsNamedWithItsLog() {
        assertThatThrownBy(() -> children.finish(command("initdb", Stage.DATABASE, "exit 3")))
                .isInstanceOf(StackFailure.class)
                .hasMessage("initdb failed (exit code 3): its log is log/initdb.log.");
    }

    @Test
    void whatIsOnItsWayToItsEndIsStoppedWithTheRest() {
        Path ready = folder.resolve("ready");
        var build = CompletableFuture.runAsync(() ->
                children.finish(command("keycloak-build", Stage.IDENTITY, "touch %s; exec sleep 60".formatted(ready))));
        await(ready);

        children.stopAll();

        assertThatThrownBy(build::join).hasCauseInstanceOf(StackFailure.class);
    }

    @Test
    void aProcessLeftOverFromAKilledRunIsFoundAndEnded() throws IOException {
        Child child = start("keycloak", Stage.IDENTITY, "exec sleep 60");

        List<LeftOver> found = LeftOver.in(folders.run());

        assertThat(found).extracting(LeftOver::name).containsExactly("keycloak");
        found.getFirst().end();
        assertThat(child.process.isAlive()).isFalse();
        assertThat(LeftOver.in(folders.run())).isEmpty();
    }

    @Test
    void aNumberThatTheSystemHasGivenToAnotherProgramIsNoLeftOver() throws IOException {
        long ours = ProcessHandle.current().pid();
        Files.writeString(folders.run().resolve("booking-service.pid"), ours + " 2001-01-01T00:00:00Z");

        assertThat(LeftOver.in(folders.run())).isEmpty();
    }

    @Test
    void theLogOfTheRunBeforeIsKept() throws IOException {
        start("content-service", Stage.SERVICE, "echo first").process.onExit().join();
        start("content-service", Stage.SERVICE, "echo second").process.onExit().join();

        assertThat(folders.logs().resolve("content-service.before.log")).hasContent("first");
        assertThat(folders.logs().resolve("content-service.log")).hasContent("second");
    }

    private Child start(String name, Stage stage, String script) {
        return children.start(command(name, stage, script));
    }

    private Command command(String name, Stage stage, String script) {
        return new Command(name, stage, List.of("/bin/sh", "-c", script), Map.of(), folder);
    }

    private Path ready(Stage stage) {
        return folder.resolve(stage + ".ready");
    }

    private static void await(Path file) {
        while (Files.notExists(file)) {
            Thread.onSpinWait();
        }
    }
}
