package network.physio.content.rendering;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** A statement in its place in the text. Its words are text, never Markdown. */
final class StatementNode extends CustomNode {

    private final String code;
    private final String text;

    StatementNode(String code, String text) {
        this.code = code;
        this.text = text;
    }

    String text() {
        return text;
    }

    static final class Html implements NodeRenderer {

        private final HtmlWriter html;

        Html(HtmlNodeRendererContext context) {
            this.html = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(StatementNode.class);
        }

        @Override
        public void render(Node node) {
            StatementNode statement = (StatementNode) node;
            html.tag("span", Map.of("data-statement", statement.code));
            html.text(statement.text);
            html.tag("/span");
        }
    }
}
