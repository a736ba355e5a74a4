package network.physio.content.article;

import network.physio.content.language.Language;

/** Who wants to change which article in which language, having seen which revision of it (0: none yet). */
public record Edit(String slug, Language lang, long expectedRevision, String actor) {}
