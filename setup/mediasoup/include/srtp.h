// The worker is written for libsrtp 3, whose calls take separate input and output buffers. Distributions ship
// libsrtp 2, which works in place. These overloads copy (if needed) and then work in place.
#pragma once

#include <cstdint>
#include <cstring>
#include <srtp2/srtp.h>

// Results that only libsrtp 3 knows; free places in the enumeration of libsrtp 2.
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
inline constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

namespace callwright
{
	/** Runs a libsrtp 2 call on a copy of `in`; `growth` is the most it may append, in bytes. */
	template<srtp_err_status_t (*transform)(srtp_t, void*, int*), size_t growth>
	srtp_err_status_t CopyAndRun(
	  srtp_t session, const uint8_t* in, size_t inSize, uint8_t* out, size_t* outSize)
	{
		if (*outSize < inSize + growth)
			return srtp_err_status_buffer_small;

		if (out != in)
			std::memmove(out, in, inSize);

		int size          = static_cast<int>(inSize);
		const auto status = transform(session, out, &size);

		if (status == srtp_err_status_ok)
			*outSize = static_cast<size_t>(size);

		return status;
	}

	// SRTCP also appends its 31-bit index and the E flag (RFC 3711 section 3.4).
	inline constexpr size_t rtcpGrowth = SRTP_MAX_TRAILER_LEN + sizeof(uint32_t);
} // namespace callwright

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* in, size_t inSize, uint8_t* out, size_t* outSize, size_t /* key index */)
{
	return callwright::CopyAndRun<srtp_protect, SRTP_MAX_TRAILER_LEN>(session, in, inSize, out, outSize);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* in, size_t inSize, uint8_t* out, size_t* outSize, size_t /* key index */)
{
	return callwright::CopyAndRun<srtp_protect_rtcp, callwright::rtcpGrowth>(
	  session, in, inSize, out, outSize);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* in, size_t inSize, uint8_t* out, size_t* outSize)
{
	return callwright::CopyAndRun<srtp_unprotect, 0>(session, in, inSize, out, outSize);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* in, size_t inSize, uint8_t* out, size_t* outSize)
{
	return callwright::CopyAndRun<srtp_unprotect_rtcp, 0>(session, in, inSize, out, outSize);
}

// Both take the SSRC in network byte order.
inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}
