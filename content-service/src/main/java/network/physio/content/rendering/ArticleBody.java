package network.physio.content.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * The Markdown of an article. {@code {{code}}} marks the place of a statement. A statement that is not given (expired,
 * unknown) leaves no trace: its list item, an emptied list and a heading with nothing under it go with it.
 */
public record ArticleBody(String markdown) {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z0-9-]+)}}");
    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .nodeRendererFactory(StatementNode.Html::new)
            .build();

    /** The codes of the statements in the order of the text, repeated ones repeatedly. */
    public List<String> places() {
        List<String> codes = new ArrayList<>();
        for (Text text : texts(PARSER.parse(markdown))) {
            PLACE.matcher(text.getLiteral()).results().forEach(place -> codes.add(place.group(1)));
        }
        return codes;
    }

    /** @param statements the words of each statement that may be shown, by its code */
    public String html(Map<String, String> statements) {
        return SafeHtml.of(HTML.render(filled(statements)));
    }

    /** The same text for search, one line for each block. */
    public String plainText(Map<String, String> statements) {
        StringBuilder plain = new StringBuilder();
        filled(statements).accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                plain.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                plain.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak lineBreak) {
                plain.append(' ');
            }

            @Override
            public void visit(HardLineBreak lineBreak) {
                plain.append(' ');
            }

            @Override
            public void visit(CustomNode statement) {
                plain.append(((StatementNode) statement).text());
            }

            @Override
            public void visit(Paragraph paragraph) {
                visitChildren(paragraph);
                plain.append('\n');
            }

            @Override
            public void visit(Heading heading) {
                visitChildren(heading);
                plain.append('\n');
            }
        });
        return plain.toString().strip();
    }

    private Node filled(Map<String, String> statements) {
        Node document = PARSER.parse(markdown);
        for (Text text : texts(document)) {
            if (PLACE.matcher(text.getLiteral()).find()) {
                fill(text, statements);
            }
        }
        dropHeadingsWithoutContent(document);
        return document;
    }

    private static void fill(Text text, Map<String, String> statements) {
        Node block = text.getParent();
        String literal = text.getLiteral();
        Matcher place = PLACE.matcher(literal);
        int end = 0;
        while (place.find()) {
            keep(text, literal.substring(end, place.start()));
            String words = statements.get(place.group(1));
            if (words != null) {
                text.insertBefore(new StatementNode(place.group(1), words));
            }
            end = place.end();
        }
        keep(text, literal.substring(end));
        text.unlink();
        dropIfEmpty(block);
    }

    private static void keep(Text before, String literal) {
        if (!literal.isEmpty()) {
            before.insertBefore(new Text(literal));
        }
    }

    private static void dropIfEmpty(Node node) {
        Node parent = node.getParent();
        if (parent != null && isEmpty(node)) {
            node.unlink();
            dropIfEmpty(parent);
        }
    }

    private static boolean isEmpty(Node node) {
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            boolean blank = child instanceof SoftLineBreak
                    || (child instanceof Text text && text.getLiteral().isBlank());
            if (!blank) {
                return false;
            }
        }
        return true;
    }

    private static void dropHeadingsWithoutContent(Node document) {
        for (Node node = document.getLastChild(); node != null; ) {
            Node previous = node.getPrevious();
            if (node instanceof Heading heading && !hasContent(heading)) {
                heading.unlink();
            }
            node = previous;
        }
    }

    private static boolean hasContent(Heading heading) {
        Node next = heading.getNext();
        return next instanceof Block && !(next instanceof Heading other && other.getLevel() <= heading.getLevel());
    }

    private static List<Text> texts(Node document) {
        List<Text> texts = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                texts.add(text);
            }
        });
        return texts;
    }
}
