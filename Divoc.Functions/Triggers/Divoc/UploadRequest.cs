using System.Globalization;
using System.IO.Compression;
using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Types;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>Binds the upload of a file in a form (RFC 7578), which is never in memory as a whole, and stores it.</summary>
public sealed class UploadRequest(
    UploadReceiver receiver, CertificateTypes types, Callers callers, IOptions<UploadsOptions> options, UploadAnswer answer)
{
    private const string FieldName = "file";
    private const int MostFields = 16;
    private const int LongestBoundary = 100;

    /// <summary>The size of a form besides the file, and of what is read of a file before it is known to be too large.</summary>
    private const int FormBytes = 2 * 1024 * 1024;

    /// <summary>The memory of one upload: the part that is being filled, and buffers.</summary>
    private const int MemoryBytes = 2 * 1024 * 1024;

    private static readonly Problem NoForm = new(
        StatusCodes.Status415UnsupportedMediaType,
        "NOT_A_FORM",
        $"The body is not a web form: send the file as multipart/form-data, in a field with the name {FieldName}.");

    private static readonly Problem NoFile = new(
        StatusCodes.Status400BadRequest,
        "MISSING_FILE",
        $"The form has no file in a field with the name {FieldName}.");

    private static readonly Problem Malformed = new(
        StatusCodes.Status400BadRequest,
        "MALFORMED_FORM",
        "The web form can't be read, or is incomplete: send it again as multipart/form-data.");

    /// <summary>Receives a file and answers.</summary>
    /// <param name="request">The call.</param>
    /// <param name="type">The name of the type of the file's events.</param>
    /// <param name="shape">The name of the shape of its columns.</param>
    /// <param name="cancellationToken">Cancels the work before anything is promised.</param>
    public async Task<IResult> HandleAsync(HttpRequest request, string type, string shape, CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        if (BoundaryOf(request.ContentType) is not { } boundary)
        {
            return NoForm;
        }

        if (request.ContentLength > MostBodyBytes)
        {
            return TooLarge();
        }

        Allow(request.HttpContext);
        var found = types.Current.Find(type)!;
        var sent = found.Shapes.First(known => known.Name == shape);
        var again = request.Query.TryGetValue("again", out var asked)
            && string.Equals(asked, bool.TrueString, StringComparison.OrdinalIgnoreCase);
        try
        {
            await using var unpacked = ContentCoding.IsGzip(request) ? new GZipStream(request.Body, CompressionMode.Decompress) : null;
            if (await FindFileAsync(
                new MultipartReader(boundary, unpacked ?? request.Body) { BodyLengthLimit = MostBodyBytes },
                cancellationToken) is not { } file)
            {
                return NoFile;
            }

            return await receiver.ReceiveAsync(
                new UploadCall(file.Body, file.AsFileSection()?.FileName, found, sent, caller, again), cancellationToken) switch
            {
                UploadOutcome.Received received => answer.Of(received),
                UploadOutcome.Refused refused =>
                    new Problem(StatusCodes.Status400BadRequest, refused.Refusal.Code, refused.Refusal.Message),
                UploadOutcome.TooMany tooMany => new Problem(
                    StatusCodes.Status429TooManyRequests,
                    "TOO_MANY_UPLOADS",
                    $"A partner may have {tooMany.Most} unfinished uploads; nothing of this file was kept. Send it again when one of the "
                    + "others is finished.")
                {
                    RetryAfter = TimeSpan.FromMinutes(1),
                },
                _ => TooLarge(),
            };
        }
        catch (InvalidDataException)
        {
            return Malformed;
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            // From the form reader: an interrupted connection throws exceptions of other types.
            return Malformed;
        }
    }

    /// <summary>
    /// Takes the memory for the upload from the common allowance of bodies, and lets the server accept a body of this size.
    /// </summary>
    private void Allow(HttpContext context)
    {
        context.Features.Get<BodyAllowance>()?.Take(MemoryBytes);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false, MaxRequestBodySize: { } most } feature)
        {
            feature.MaxRequestBodySize = Math.Max(most, MostBodyBytes);
        }
    }

    private Problem TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge,
        FaultCodes.PayloadTooLarge,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The file is larger than {options.Value.Bytes} bytes; nothing of it was kept. Split it into several files."));

    private long MostBodyBytes => options.Value.Bytes + FormBytes;

    private static string? BoundaryOf(string? contentType)
    {
        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= LongestBoundary } boundary
                ? boundary
                : null;
    }

    private static async Task<MultipartSection?> FindFileAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        for (var fields = 0; fields < MostFields && await reader.ReadNextSectionAsync(cancellationToken) is { } section; fields++)
        {
            if (section.GetContentDispositionHeader() is { } disposition && HeaderUtilities.RemoveQuotes(disposition.Name) == FieldName)
            {
                return section;
            }
        }

        return null;
    }
}
