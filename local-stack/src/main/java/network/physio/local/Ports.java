package network.physio.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which port each part of one stack listens on. */
record Ports(Map<Port, Integer> numbers) {

    static Ports fromEnvironment(Map<String, String> environment) {
        var numbers = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            String value = environment.get(port.variable);
            numbers.put(port, value == null || value.isBlank() ? port.usual : parse(port, value));
        }
        return new Ports(numbers);
    }

    /** Ports that are free now; all are held open until the last is known, so that none is given twice. */
    static Ports free() {
        var sockets = new ArrayList<ServerSocket>();
        try {
            var numbers = new EnumMap<Port, Integer>(Port.class);
            for (Port port : Port.values()) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                numbers.put(port, socket.getLocalPort());
            }
            return new Ports(numbers);
        } catch (IOException e) {
            throw new StackFailure("No free ports could be found on this machine.", e);
        } finally {
            sockets.forEach(Ports::close);
        }
    }

    int of(Port port) {
        return numbers.getOrDefault(port, port.usual);
    }

    void requireFree(List<Port> wanted) {
        for (Port port : wanted) {
            try (var socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), of(port)));
            } catch (IOException e) {
                throw new StackFailure(
                        "Port %d, which %s needs, is taken: stop the program that uses it or choose another port with %s."
                                .formatted(of(port), port.user, port.variable),
                        e);
            }
        }
    }

    private static int parse(Port port, String value) {
        try {
            int number = Integer.parseInt(value.strip());
            if (number > 0 && number < 65536) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw new StackFailure("%s must be a port number from 1 to 65535.".formatted(port.variable));
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // a socket that nobody connected to; nothing is lost
        }
    }
}
