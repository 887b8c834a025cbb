using System.Globalization;
using System.Text;

namespace Divoc.Functions.Triggers.Api;

/// <summary>The text before the operations: rules for all calls, and all codes.</summary>
internal static class ApiGuide
{
    private const string Text = """
        Turns a health event that another system recorded into a digital certificate: a signed credential, a QR code that carries it, and a PDF for people.

        ## How to call

        - **Keys**: send your access key in the header `x-functions-key`. What one partner certified, no other partner reaches.
        - **The main job**: post an array of events, note `requestId` and the `certificateId` of each element, poll `statusUrl` until no element is `QUEUED`, wait as long as `Retry-After` says between
          two polls, then fetch credential, QR code and PDF at `links`.
        - **Repeat safely**: send an `Idempotency-Key` with every call that changes something, and send the same call with the same key again after a time-out or a 503. Keys of certify calls are
          remembered for seven days.
        - **Bodies** are JSON in UTF-8, as they are or with `Content-Encoding: gzip`; bounds hold for what is unpacked.
        - **Methods**: whatever answers GET answers HEAD. Browsers' preflights are answered on every path.
        - **What is null is left out** of answers. New members, and new words in lists of words, can come at any time: treat a code that you don't know as its HTTP status says, and a `status` that you
          don't know as not final.

        ## Problems

        A refused call is answered with a problem document (RFC 9457): `errorCode` is a word of this table, or of the next one where `errors` lists what is wrong with the body. `code` and `message`
        are what clients of DIVOC read.


        """;

    /// <summary>Writes it.</summary>
    /// <param name="codes">All codes.</param>
    /// <param name="functions">All functions with the data of their attributes.</param>
    /// <param name="operations">The same with their descriptions.</param>
    public static string Write(IReadOnlyList<CodeDescription> codes, IReadOnlyList<HttpOperation> functions, IEnumerable<OperationDescription> operations)
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
            text.Append(CultureInfo.InvariantCulture, $"| `{code.Word}` | {string.Join(", ", statuses[code.Word].Order())} | {code.Cause} | {code.Cure} |\n");
        }

        text.Append("\n## Errors and warnings\n\n`code` in `errors` of a problem document, and in `warnings` of an accepted request, each with a JSON Pointer; and in `problems` of the rows of an uploaded file, each with its column.\n\n| Code | Cause | What to do |\n|---|---|---|\n");
        AddRows(text, codes.Where(code => code.Kind is CodeKind.Error or CodeKind.Warning or CodeKind.Row));
        text.Append("\n## Reasons of failures\n\n`reason` of an event that failed. Queues have words of their own beside these.\n\n| Reason | Cause | What to do |\n|---|---|---|\n");
        AddRows(text, codes.Where(code => code.Kind == CodeKind.Failure));
        return text.ToString();
    }

    private static void AddRows(StringBuilder text, IEnumerable<CodeDescription> codes)
    {
        foreach (var code in codes.OrderBy(code => code.Word, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{code.Word}` | {(code.Kind == CodeKind.Warning ? "Warning: " : "")}{code.Cause} | {code.Cure} |\n");
        }
    }
}
