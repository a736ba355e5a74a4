package network.physio.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A server that comes as a tar archive and is unpacked once for all stacks of this clone. */
final class Archive {

    /** What is done to the unpacked files before anybody may use them. */
    interface Finish {
        void on(Path folder) throws IOException;
    }

    private Archive() {}

    /** The folder appears under its name only when it is whole; the lock makes a second stack wait for the first. */
    static Path unpackOnce(Path target, InputStream tar, Finish finish) throws IOException {
        if (Files.exists(target)) {
            return target;
        }
        Path lock = target.resolveSibling(target.getFileName() + ".lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assert held.isValid();
            if (Files.notExists(target)) {
                Path draft = target.resolveSibling(target.getFileName() + ".new");
                Folders.delete(draft);
                unpack(tar, draft);
                finish.on(draft);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return target;
    }

    private static void unpack(InputStream stream, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new BufferedInputStream(stream))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("An archive must not write outside its folder: " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
