// Debian's libxml2 pulls ICU's headers in, which clash with Foundation's own copy.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>

/// The handlers' version that `startElementNs` belongs to.
static inline unsigned scout_sax2_magic(void) { return XML_SAX2_MAGIC; }
