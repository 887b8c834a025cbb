using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Intake.Uploads;

namespace Divoc.Functions.Commands.Certify;

/// <summary>What has become of an event of a file: a line of summary.csv.</summary>
/// <param name="Number">Its place: the index in a JSON array, or the number of its row in a CSV file, whose header is row 1.</param>
/// <param name="PreEnrollmentCode">Its preEnrollmentCode; empty if it has none.</param>
/// <param name="CertificateId">Its certificate; empty if the event was not accepted.</param>
/// <param name="Status">The status that the service reports, or <see cref="Refused"/>.</param>
/// <param name="Reason">Why it has no certificate, as stable codes; null if it has one.</param>
/// <param name="Detail">The same in sentences; null if there are none.</param>
internal sealed record EventLine(int Number, string PreEnrollmentCode, string CertificateId, string Status, string? Reason, string? Detail)
{
    /// <summary>The status of a row that was not accepted.</summary>
    public const string Refused = "REFUSED";

    /// <summary>Whether it has a certificate.</summary>
    public bool HasCertificate => Status is "ISSUED" or "DUPLICATE" or "UNCHANGED";

    /// <summary>The line of an element of a request's status.</summary>
    public static EventLine Of(int number, JsonNode element) => new(
        number,
        element["preEnrollmentCode"]!.ToString(),
        element["certificateId"]!.ToString(),
        element["status"]!.ToString(),
        element["reason"]?.ToString(),
        element["detail"]?.ToString());

    /// <summary>The file summary.csv (RFC 4180, UTF-8).</summary>
    /// <param name="place">The name of the first column.</param>
    /// <param name="lines">Its lines.</param>
    public static byte[] SummaryOf(string place, IEnumerable<EventLine> lines)
    {
        var text = new StringBuilder(place).Append(",preEnrollmentCode,certificateId,status,reason,detail\r\n");
        foreach (var line in lines)
        {
            string[] cells =
            [
                line.Number.ToString(CultureInfo.InvariantCulture),
                line.PreEnrollmentCode,
                line.CertificateId,
                line.Status,
                line.Reason ?? "",
                line.Detail ?? "",
            ];
            text.AppendJoin(',', cells.Select(CellOf)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string CellOf(string text)
    {
        var safe = CellText.Neutral(text);
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
