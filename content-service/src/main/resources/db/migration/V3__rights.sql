-- The service's own role changes a row only where it may change; what is append-only is so for this role, too.
REVOKE ALL ON article, translation, version, statement, citation, transition, event, search_page, search_word, synonym
    FROM content_app;
GRANT SELECT, INSERT ON article, translation, version, transition, event, search_word TO content_app;
GRANT SELECT, INSERT, DELETE ON statement, citation, search_page TO content_app;
GRANT SELECT ON synonym TO content_app;
GRANT UPDATE (revision) ON translation TO content_app;
GRANT UPDATE (status, title, summary, body, authors, published_at, published_by, withdrawn_at, withdrawn_reason)
    ON version TO content_app;
GRANT UPDATE (reviewer, review_by) ON statement TO content_app;
