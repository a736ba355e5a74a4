package network.physio.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What Maven knows and we need: versions, and where it put the Keycloak distribution. */
final class BuildProperties {

    private BuildProperties() {}

    static String get(String name) {
        var properties = new Properties();
        try (InputStream file = BuildProperties.class.getResourceAsStream("build.properties")) {
            if (file == null) {
                throw new StackFailure("The local stack is not built: run make run, or mvn package.");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(name, "");
    }
}
