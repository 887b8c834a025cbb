using System.Globalization;
using System.Text;

namespace Divoc.Functions.Triggers.Api;

/// <summary>The text before the operations: rules for all calls, and all codes.</summary>
internal static class ApiGuide
{
    private const string Text = """
        This service turns a health event that another system recorded into a digital certificate: a signed credential, a QR code that
        contains it, and a PDF for people.

        ## How to call

        - **Keys**: send your access key in the header `x-functions-key`. A partner can reach only its own certificates, unless the
          operator gives it access to all.
        - **The usual steps**: post an array of events. Keep the `requestId`, and the `certificateId` of each element. Poll `statusUrl`
          until no element is `QUEUED`; between two polls wait as long as `Retry-After` says. Then fetch credential, QR code and PDF from
          the addresses in `links`.
        - **Repeat safely**: send an `Idempotency-Key` with every call that changes something. After a time-out or a 503 send the same call
          again with the same key. By default the service remembers the keys of certify calls for seven days.
        - **Bodies** are JSON in UTF-8, uncompressed or with `Content-Encoding: gzip`. Limits apply to the uncompressed body.
        - **Methods**: every path that answers GET also answers HEAD. Preflight requests of browsers are answered on every path.
        - **Null members are left out** of answers. New members, and new words in lists of words, can come at any time. If you don't know a
          code, act on the HTTP status. If you don't know a `status`, treat it as not final.

        ## Problems

        A refused call is answered with a problem document (RFC 9457). Its `errorCode` is a word of this table, or of the next table if
        `errors` lists what is wrong with the body. `code` and `message` are for clients of DIVOC.


        """;

    /// <summary>Writes it.</summary>
    /// <param name="codes">All codes.</param>
    /// <param name="functions">All functions with the data of their attributes.</param>
    /// <param name="operations">The same with their descriptions.</param>
    public static string Write(
        IReadOnlyList<CodeDescription> codes, IReadOnlyList<HttpOperation> functions, IEnumerable<OperationDescription> operations)
    {
        var statuses = functions.Join(operations, function => function.Name, described => described.Function, ApiOperation.ProblemsOf)
            .SelectMany(problems => problems)
            .Concat(ApiOperation.OfNone.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToList())))
            .SelectMany(pair => pair.Value.Select(code => (Code: code, Status: pair.Key)))
            .Distinct()
            .ToLookup(pair => pair.Code, pair => pair.Status);
        var text = new StringBuilder(Text.ReplaceLineEndings("\n"));
        text.Append("| Code | Status | Cause | What to do |\n|---|---|---|---|\n");
        foreach (var code in codes.Where(code => code.Kind == CodeKind.Problem).OrderBy(code => code.Word, StringComparer.Ordinal))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{code.Word}` | {string.Join(", ", statuses[code.Word].Order())} | {code.Cause} | {code.Cure} |\n");
        }

        text.Append(
            "\n## Errors and warnings\n\n`code` in `errors` of a problem document and in `warnings` of an accepted request, each with a "
            + "JSON Pointer. Also `code` in `problems` of a row of an uploaded file, each with its column.\n\n"
            + "| Code | Cause | What to do |\n|---|---|---|\n");
        AddRows(text, codes.Where(code => code.Kind is CodeKind.Error or CodeKind.Warning or CodeKind.Row));
        text.Append(
            "\n## Reasons of failures\n\n`reason` of an event that failed. Queues can give other words too.\n\n"
            + "| Reason | Cause | What to do |\n|---|---|---|\n");
        AddRows(text, codes.Where(code => code.Kind == CodeKind.Failure));
        return text.ToString();
    }

    private static void AddRows(StringBuilder text, IEnumerable<CodeDescription> codes)
    {
        foreach (var code in codes.OrderBy(code => code.Word, StringComparer.Ordinal))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{code.Word}` | {(code.Kind == CodeKind.Warning ? "Warning: " : "")}{code.Cause} | {code.Cure} |\n");
        }
    }
}
