package network.physio.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One stack a data folder. The system's own file lock ends with its process, however that ended. */
final class StackLock implements AutoCloseable {

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    static StackLock take(Folders folders) throws IOException {
        FileChannel channel = open(folders);
        if (lock(channel) == null) {
            channel.close();
            throw new StackFailure("The stack already runs (process %s): stop it with Ctrl-C where it was started."
                    .formatted(holder(folders)));
        }
        channel.truncate(0);
        String pid = Long.toString(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return new StackLock(channel);
    }

    static boolean isTaken(Folders folders) throws IOException {
        if (Files.notExists(file(folders))) {
            return false;
        }
        try (FileChannel channel = open(folders)) {
            return lock(channel) == null;
        }
    }

    static String holder(Folders folders) throws IOException {
        return Files.readString(file(folders)).strip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static FileChannel open(Folders folders) throws IOException {
        Files.createDirectories(folders.run());
        return FileChannel.open(file(folders), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Path file(Folders folders) {
        return folders.run().resolve("lock");
    }
}
