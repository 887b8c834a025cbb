using Divoc.Functions.Formats;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Takes the payload out of a web form (RFC 7578): the one part that begins as a certificate does, whatever its name.</summary>
internal static class VerificationForm
{
    private const string FormType = "multipart/form-data";
    private const int LongestBoundary = 70;
    private const int MostParts = 16;

    /// <summary>The payload of a call: the body itself, or a part of it.</summary>
    /// <exception cref="PayloadException">The form is malformed, or not exactly one part is a payload.</exception>
    public static async Task<ReadOnlyMemory<byte>> PayloadOfAsync(ReadOnlyMemory<byte> body, string? contentType, CredentialFormats formats, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase))
        {
            return body;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > LongestBoundary)
        {
            throw Malformed();
        }

        try
        {
            return await OnlyPayloadAsync(body, boundary, formats, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Malformed(exception);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> OnlyPayloadAsync(ReadOnlyMemory<byte> body, string boundary, CredentialFormats formats, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(body.ToArray());
        var reader = new MultipartReader(boundary, stream) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024, BodyLengthLimit = VerificationLimits.PayloadBytes };
        byte[]? payload = null;
        for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
        {
            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content, cancellationToken);
            if (count >= MostParts)
            {
                throw Malformed();
            }

            if (formats.Recognize(content.GetBuffer().AsSpan(0, (int)content.Length)) is not null)
            {
                payload = payload is null ? content.ToArray() : throw new PayloadException(PayloadException.NotACertificate, "The form holds more than one certificate: send one at a time.");
            }
        }

        return payload ?? throw new PayloadException(
            PayloadException.NotACertificate, "No part of the form is a certificate. Send the text or the bytes of the QR code, the ZIP file in it, or the credential as JSON, best as a file.");
    }

    private static PayloadException Malformed(Exception? cause = null)
    {
        return new PayloadException("MALFORMED_FORM", $"The form can't be read: send {FormType} with a boundary and at most {MostParts} parts.", cause);
    }
}
