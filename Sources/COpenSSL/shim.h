#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// Swift imports neither function-like macros nor the stacks' typed accessors.

static inline int scout_set_versions(SSL_CTX *context, int minimum, int maximum) {
  return SSL_CTX_set_min_proto_version(context, minimum)
      && SSL_CTX_set_max_proto_version(context, maximum);
}

/// What old firmware needs of us, and what spares us surprises.
static inline void scout_set_lenient(SSL_CTX *context) {
  SSL_CTX_set_options(
      context,
      SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION
          | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_AUTO_RETRY | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_max_cert_list(context, 65536);
  SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384:P-521:X448:ffdhe2048:ffdhe3072");
  SSL_CTX_set1_sigalgs_list(
      context,
      "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:ed448:RSA-PSS+SHA256:RSA-PSS+SHA384:"
      "RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512:ECDSA+SHA224:RSA+SHA224:ECDSA+SHA1:"
      "RSA+SHA1");
}

static inline void scout_set_server_defaults(SSL_CTX *context) {
  SSL_CTX_set_dh_auto(context, 1);
  SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE);
}

static inline int scout_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
  return (int)SSL_CTX_add0_chain_cert(context, certificate);
}

static inline int scout_set_server_name(SSL *ssl, const char *name) {
  return (int)SSL_set_tlsext_host_name(ssl, name);
}

static inline void scout_set_message_context(SSL *ssl, void *context) {
  SSL_set_msg_callback_arg(ssl, context);
}

/// From now on an empty buffer is the end of the stream, not a pause.
static inline void scout_end_stream(BIO *bio) { BIO_set_mem_eof_return(bio, 0); }

static inline STACK_OF(X509) *scout_certificates_new(void) { return sk_X509_new_null(); }

static inline void scout_certificates_add(STACK_OF(X509) *list, X509 *certificate) {
  if (list != NULL) sk_X509_push(list, certificate);
}

static inline int scout_certificates_count(const STACK_OF(X509) *list) {
  return list ? sk_X509_num(list) : 0;
}

static inline X509 *scout_certificates_at(const STACK_OF(X509) *list, int index) {
  return list && index < sk_X509_num(list) ? sk_X509_value(list, index) : NULL;
}

/// Frees the list, not what it holds.
static inline void scout_certificates_free(STACK_OF(X509) *list) { sk_X509_free(list); }

static inline void scout_free(void *memory) { OPENSSL_free(memory); }

static inline int scout_names_count(const STACK_OF(X509_NAME) *names) {
  return names == NULL ? 0 : sk_X509_NAME_num(names);
}

static inline const X509_NAME *scout_names_at(const STACK_OF(X509_NAME) *names, int index) {
  return sk_X509_NAME_value(names, index);
}

/// Writes a name as RFC 2253 does, in UTF-8; returns its length or -1. No NUL is added.
static inline int scout_name_text(const X509_NAME *name, char *text, int capacity) {
  BIO *bio = BIO_new(BIO_s_mem());
  if (bio == NULL) return -1;
  int length = -1;
  unsigned long flags = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
  if (X509_NAME_print_ex(bio, name, 0, flags) >= 0) length = BIO_read(bio, text, capacity);
  BIO_free(bio);
  return length < 0 ? -1 : length;
}

static inline int scout_general_names_count(const GENERAL_NAMES *names) {
  return names == NULL ? 0 : sk_GENERAL_NAME_num(names);
}

/// The raw bytes of a DNS name (type GEN_DNS) or address (GEN_IPADD); returns the type, or -1.
static inline int scout_general_name_at(
    const GENERAL_NAMES *names, int index, const unsigned char **bytes, int *length) {
  const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
  if (name == NULL) return -1;
  const ASN1_STRING *value = NULL;
  if (name->type == GEN_DNS) value = name->d.dNSName;
  if (name->type == GEN_IPADD) value = name->d.iPAddress;
  if (value == NULL) return -1;
  *bytes = ASN1_STRING_get0_data(value);
  *length = ASN1_STRING_length(value);
  return name->type;
}

static inline int scout_usages_count(const EXTENDED_KEY_USAGE *usages) {
  return usages == NULL ? 0 : sk_ASN1_OBJECT_num(usages);
}

static inline const ASN1_OBJECT *scout_usages_at(const EXTENDED_KEY_USAGE *usages, int index) {
  return sk_ASN1_OBJECT_value(usages, index);
}
