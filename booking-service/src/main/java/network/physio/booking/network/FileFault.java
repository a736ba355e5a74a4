package network.physio.booking.network;

/**
 * One thing that is wrong in a network file.
 *
 * @param pointer the path to it, as a JSON pointer over the file's mappings and lists
 * @param line in the file, from 1
 * @param column in the line, from 1
 */
record FileFault(String pointer, int line, int column, String detail) {}
