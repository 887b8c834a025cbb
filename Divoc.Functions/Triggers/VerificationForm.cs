using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Divoc.Functions.Formats;
using Divoc.Functions.Verification.Files;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Takes the payload from a web form (RFC 7578): the only part that begins like a certificate, whatever its name.</summary>
internal static class VerificationForm
{
    private const string FormType = "multipart/form-data";
    private const int LongestBoundary = 70;
    private const int MostParts = 16;

    /// <summary>Whether a body is such a form.</summary>
    public static bool IsForm(string? contentType) => TryParse(contentType, out _);

    /// <summary>The presented payload or file: the body itself, or a part of it.</summary>
    /// <exception cref="PayloadException">The form is malformed, or not exactly one part is a payload.</exception>
    public static async Task<ReadOnlyMemory<byte>> PresentedInAsync(
        ReadOnlyMemory<byte> body, string? contentType, CredentialFormats formats, CancellationToken cancellationToken)
    {
        if (!TryParse(contentType, out var type))
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

    private static bool TryParse(string? contentType, [NotNullWhen(true)] out MediaTypeHeaderValue? type)
    {
        return MediaTypeHeaderValue.TryParse(contentType, out type) && type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<ReadOnlyMemory<byte>> OnlyPayloadAsync(
        ReadOnlyMemory<byte> body, string boundary, CredentialFormats formats, CancellationToken cancellationToken)
    {
        using var stream = MemoryMarshal.TryGetArray(body, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray());
        var reader = new MultipartReader(boundary, stream)
        {
            HeadersCountLimit = 16,
            HeadersLengthLimit = 8 * 1024,
            BodyLengthLimit = VerificationLimits.FileBytes,
        };
        ReadOnlyMemory<byte>? presented = null;
        for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
        {
            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content, cancellationToken);
            if (count >= MostParts)
            {
                throw Malformed();
            }

            var part = content.GetBuffer().AsMemory(0, (int)content.Length);
            if (FileKinds.Of(part.Span) != FileKind.Other || formats.Recognize(part.Span) is not null)
            {
                presented = presented is null ? part : throw new PayloadException(
                    PayloadException.NotACertificate,
                    "The form has more than one certificate: send one at a time.");
            }
        }

        return presented
            ?? throw new PayloadException(
                PayloadException.NotACertificate, $"No part of the form is a certificate. {PayloadException.Hint}");
    }

    private static PayloadException Malformed(Exception? cause = null)
    {
        return new PayloadException(
            "MALFORMED_FORM", $"The form can't be read: send {FormType} with a boundary and at most {MostParts} parts.", cause);
    }
}
