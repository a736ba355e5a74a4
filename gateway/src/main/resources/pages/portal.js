"use strict";
for (const place of document.querySelectorAll(".origin")) {
  place.textContent = location.origin;
}
window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  domNode: document.getElementById("operations"),
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: -1,
  defaultModelExpandDepth: 2,
  tryItOutEnabled: true,
  // The token stays in this page: it is gone when the page is closed.
  persistAuthorization: false,
  validatorUrl: null,
});
