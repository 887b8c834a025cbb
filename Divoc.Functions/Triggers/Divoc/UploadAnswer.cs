using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CsvHelper;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>Makes the answers about uploads: DIVOC's members with DIVOC's names and capitals, and this program's own.</summary>
public sealed class UploadAnswer(IOptions<PublicAddressOptions> address)
{
    private const string Errors = "errors";
    private const string Age = "recipientAge";
    private const string Dob = "recipientDOB";

    internal static readonly Problem Unknown = new(
        StatusCodes.Status404NotFound, "NOT_FOUND", "There is no upload with this id: use an id from the list of uploads.");

    /// <summary>The answer to an accepted file.</summary>
    public IResult Of(UploadOutcome.Received received)
    {
        var unknown = received.UnknownColumns.Select(CellText.Neutral).ToList();
        return Results.Json(
            BodyOf(received.Upload) with { IgnoredColumns = unknown.Count > 0 ? unknown : null }, DivocAnswerJson.Readable.UploadBody);
    }

    /// <summary>One upload.</summary>
    internal IResult Of(UploadRecord upload) => Results.Json(BodyOf(upload), DivocAnswerJson.Readable.UploadBody);

    /// <summary>A list of uploads.</summary>
    internal IResult Of(IReadOnlyList<UploadRecord> uploads) =>
        Results.Json([.. uploads.Select(BodyOf)], DivocAnswerJson.Readable.IReadOnlyListUploadBody);

    /// <summary>The first chunk of the rows that the caller requests; null if it is not valid.</summary>
    internal static int? FromOf(HttpRequest request)
    {
        if (ListFrom.Of(request) is not { } asked)
        {
            return 0;
        }

        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : null;
    }

    /// <summary>Rows without a certificate: as JSON, or as CSV if the caller requests that.</summary>
    internal static IResult Of(ErrorPage page, HttpRequest request)
    {
        var isCsv = request.Query["format"] == "csv";
        if (page.Next is { } next)
        {
            request.HttpContext.Response.Headers.Link = string.Create(
                CultureInfo.InvariantCulture, $"<?{ListFrom.Name}={next}{(isCsv ? "&format=csv" : "")}>; rel=\"next\"");
        }

        return isCsv
            ? Results.Bytes(CsvOf(page), "text/csv; charset=utf-8", "errors.csv")
            : Results.Json(JsonOf(page), AnswerJson.Readable.JsonObject);
    }

    private UploadBody BodyOf(UploadRecord upload)
    {
        var test = upload.Type == VaccinationType.TypeName ? "" : $"{upload.Type}/";
        var url = address.Value.UrlOf($"/divoc/api/v1/{test}certify/uploads/{upload.UploadId}");
        var counts = upload.Counts;
        return new UploadBody(
            upload.UploadId,
            upload.ReceivedAt,
            upload.FileName,
            counts.Read,
            upload.Owner ?? "",
            StatusOf(upload),
            counts.Errors,
            upload.Run,
            upload.FinishedAt,
            upload.Failure,
            new UploadRows(counts.Read, counts.Queued, counts.Issued, counts.Duplicate, counts.Failed, counts.Refused, counts.Kept),
            url,
            $"{url}/errors");
    }

    /// <summary>DIVOC's status.</summary>
    private static string StatusOf(UploadRecord upload)
    {
        if (upload.Failure is not null)
        {
            return "Failed";
        }

        if (upload.FinishedAt is null || upload.Counts.Queued > 0)
        {
            return "Processing";
        }

        return upload.Counts.Errors > 0 ? "Failed" : "Success";
    }

    private static JsonObject JsonOf(ErrorPage page) => new()
    {
        ["columns"] = new JsonArray([.. page.Columns.Append(Errors)]),
        ["errorRows"] = new JsonArray([.. page.Rows.Select(row => RowOf(row, page.Columns))]),
        ["next"] = page.Next?.ToString(CultureInfo.InvariantCulture),
    };

    private static JsonObject RowOf(RefusedRow row, IReadOnlyList<string> columns)
    {
        var shown = new JsonObject();
        foreach (var column in columns)
        {
            shown[column] = CellText.Neutral(row.Cells.GetValueOrDefault(column, ""));
        }

        shown[Errors] = TextOf(row);
        shown["row"] = row.Row;
        shown["problems"] = new JsonArray([.. row.Errors.Select(error => new JsonObject
        {
            ["column"] = error.Column,
            ["code"] = AnswerWord.Of(error.Code),
            ["detail"] = error.Detail,
        })]);
        return shown;
    }

    private static byte[] CsvOf(ErrorPage page)
    {
        using var stream = new MemoryStream();
        using (var writer = CsvWriter.Create(
            stream, new CsvWriterOptions { HasHeader = false, NewLine = "\r\n", WriteByteOrderMark = true }, leaveOpen: true))
        {
            WriteRow(writer, [.. page.Columns, Errors]);
            foreach (var row in page.Rows)
            {
                WriteRow(writer, [.. page.Columns.Select(column => row.Cells.GetValueOrDefault(column, "")), TextOf(row)]);
            }
        }

        return stream.ToArray();
    }

    private static void WriteRow(CsvWriter writer, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            writer.WriteField(CellText.Neutral(cell));
        }

        writer.EndRecord();
    }

    /// <summary>DIVOC's text of a row: its own words for missing members, then this program's.</summary>
    private static string TextOf(RefusedRow row)
    {
        var texts = new List<string>();
        if (row.Errors.Any(error => error.Code == FaultCodes.MissingFields) && !row.Cells.ContainsKey(Age) && !row.Cells.ContainsKey(Dob))
        {
            texts.Add($"Both {Age} and {Dob} Fields are missing[at least one required]");
        }

        var missing = row.Errors.Where(IsMissing).Select(error => error.Column).Distinct().ToList();
        if (missing.Count > 0)
        {
            texts.Add($"Missing Fields : {string.Join(",", missing)}");
        }

        texts.AddRange(
            row.Errors.Where(error => !IsMissing(error) && (error.Code != FaultCodes.MissingFields || texts.Count == 0))
                .Select(error => error.Detail));
        return string.Join("; ", texts);
    }

    private static bool IsMissing(RowError error) => error is { Code: FaultCodes.Required, Column: not null };
}

/// <summary>An upload.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was received (UTC).</param>
/// <param name="Filename">Its name.</param>
/// <param name="TotalRecords">Rows that were read so far.</param>
/// <param name="UserId">The owner; empty for none.</param>
/// <param name="Status">
/// DIVOC's status: <c>Processing</c>; <c>Failed</c> if a row has no certificate for a reason that must be checked; else <c>Success</c>.
/// </param>
/// <param name="TotalErrorRows">Rows without a certificate for such a reason.</param>
/// <param name="Run">The number of its run, from 1.</param>
/// <param name="FinishedAt">When all its events had an outcome (UTC); null until then.</param>
/// <param name="Reason">Why it was given up; null unless it was.</param>
/// <param name="Rows">Counts of its rows.</param>
/// <param name="StatusUrl">The address of this answer.</param>
/// <param name="ErrorsUrl">The address of the rows without a certificate.</param>
internal sealed record UploadBody(
    [property: JsonPropertyName("ID")] string Id,
    [property: JsonPropertyName("CreatedAt")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("Filename")] string Filename,
    [property: JsonPropertyName("TotalRecords")] int TotalRecords,
    [property: JsonPropertyName("UserID")] string UserId,
    [property: JsonPropertyName("Status")] string Status,
    [property: JsonPropertyName("TotalErrorRows")] int TotalErrorRows,
    int Run,
    DateTimeOffset? FinishedAt,
    [property: JsonConverter(typeof(AnswerTextConverter))] string? Reason,
    UploadRows Rows,
    string StatusUrl,
    string ErrorsUrl)
{
    /// <summary>Columns of the file that are ignored; null for none, or if this is not the answer to the upload.</summary>
    public IReadOnlyList<string>? IgnoredColumns { get; init; }
}

/// <summary>Counts of the rows of an upload.</summary>
/// <param name="Read">Read so far.</param>
/// <param name="Queued">Accepted and not processed yet.</param>
/// <param name="Issued">Certified.</param>
/// <param name="Duplicate">Certified before, or repeated in the file.</param>
/// <param name="Failed">Accepted and failed.</param>
/// <param name="Refused">Not accepted.</param>
/// <param name="Kept">Refused rows whose errors are stored.</param>
internal sealed record UploadRows(int Read, int Queued, int Issued, int Duplicate, int Failed, int Refused, int Kept);
