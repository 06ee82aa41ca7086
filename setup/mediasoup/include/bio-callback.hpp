// The worker's BIO callback returns 1 to everything. After an operation (BIO_CB_RETURN) OpenSSL takes that value for
// the operation's own result, so a question such as BIO_get_ktls_send() is answered "yes". An OpenSSL with kernel TLS,
// as distributions ship it, then allocates no write buffer and the first DTLS flight crashes the process.
// Here each callback is wrapped: before an operation it decides, after it the operation's result stands.
#pragma once

#include <openssl/bio.h>

namespace callwright
{
	template<BIO_callback_fn_ex observe>
	long KeepResult(
	  BIO* bio, int operation, const char* data, size_t size, int number, long value, int result, size_t* done)
	{
		const long verdict = observe(bio, operation, data, size, number, value, result, done);

		if (operation & BIO_CB_RETURN)
			return result;

		return verdict;
	}
} // namespace callwright

// The parentheses in the expansion keep the macro from calling itself.
#define BIO_set_callback_ex(bio, observe) (BIO_set_callback_ex)(bio, callwright::KeepResult<observe>)
