using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Triggers.Api;
using Microsoft.OpenApi;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Divoc.Descriptions;

/// <summary>Describes <see cref="UploadFunctions"/>.</summary>
internal sealed class UploadDescriptions(IOptions<UploadsOptions> options) : ApiDescriptions
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly ApiGroup Group = ApiGroup.Divoc;

    private static readonly ApiParameter From = ApiParameters.Query("from", "The `next` of the answer before.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" });

    private static readonly ApiParameter Format = ApiParameters.Query("format", "`csv` for a file that a spreadsheet opens.", new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["csv"] });

    private static readonly ApiParameter Again = ApiParameters.Query(
        "again", "`true` to run a file anew that came before, after the cause of its failures was removed elsewhere.", new OpenApiSchema { Type = JsonSchemaType.Boolean });

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Upload("UploadVaccinations", "Certify a file of vaccinations"),
        Upload("UploadTests", "Certify a file of tests"),
        List("ShowUploads", "The caller's files of vaccinations"),
        List("ShowTestUploads", "The caller's files of tests"),
        One("ShowUpload", "A file of vaccinations"),
        One("ShowTestUpload", "A file of tests"),
        Errors("ShowUploadErrors", "Rows of a file of vaccinations that made no certificate"),
        Errors("ShowTestUploadErrors", "Rows of a file of tests that made no certificate"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(UploadBody),
            "An uploaded file. The members with capitals are DIVOC's.",
            ("ID", "Its id."),
            ("CreatedAt", "When it was received."),
            ("Filename", "Its name."),
            ("TotalRecords", "Rows that were read by now."),
            ("UserID", "The partner that sent it; empty for nobody."),
            ("Status", "`Processing`; then `Failed` where a row made no certificate for a reason to look at, else `Success`."),
            ("TotalErrorRows", "Rows that made no certificate for such a reason."),
            ("run", "Which run it is, from 1."),
            ("finishedAt", "When all its events had an outcome; absent until then."),
            ("reason", "Why it was given up, as a word; absent unless it was."),
            ("rows", "What has become of its rows."),
            ("statusUrl", "Where this is told."),
            ("errorsUrl", "Where the rows are told that made no certificate."),
            ("ignoredColumns", "Columns of the file that are passed over; only in the answer to the file itself.")),
        new(
            typeof(UploadRows),
            "What has become of the rows of a file.",
            ("read", "Read by now."),
            ("queued", "Accepted, and on their way."),
            ("issued", "Certified."),
            ("duplicate", "Certified before, or said twice in the file."),
            ("failed", "Accepted, and failed."),
            ("refused", "Not accepted."),
            ("kept", "Of those, the ones whose errors are kept.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("NOT_A_FORM", "The body is no web form.", "Send the file as `multipart/form-data`, in a field of the name `file`."),
        Problem("MISSING_FILE", "The form has no file.", "Name its field `file`."),
        Problem(UploadCodes.InvalidTemplate, "The header row lacks columns, or has one twice.", "The sentence names them."),
        Problem(UploadCodes.NotUtf8, "The file is not UTF-8.", "Save it as CSV with UTF-8."),
        Problem(UploadCodes.EmptyFile, "The file has no row below its header.", "Send one that has."),
        Problem("TOO_MANY_UPLOADS", "The partner has as many files on their way as may be.", "Send it again once one of them is over."),
        Row(UploadCodes.ColumnCount, "A row of a file has more or fewer cells than its header.", "Put cells with commas between quotes, and send the row again."),
        Row(UploadCodes.RowMalformed, "A row of a file can't be read as CSV.", "Close its quotes, and send the row again."),
        Row(UploadCodes.RowTooLarge, "A row of a file, or a cell of it, is too long.", "Shorten it, and send the row again."),
        Failure(UploadCodes.FileGone, "The bytes of an uploaded file are not there any more.", "Send it again with `?again=true`."),
        Failure("NOT_AN_UPLOAD", "The message asks for no step of an upload.", "Find out who sends to the queue."),
    ];

    private OperationDescription Upload(string function, string summary) => new(
        function,
        Group,
        summary,
        "CSV with a header row, a row for each event. The file is stored and answered at once, and taken in piece by piece: ask its `statusUrl`. A bad row stops nothing. "
        + "The same file again is answered with what is known of it.")
    {
        Parameters = [Again],
        Body = new($"At most {options.Value.Bytes / Mebibyte} MiB, in UTF-8.", ApiContent.Of(Form(), mediaType: "multipart/form-data")),
        Answers = [new(200, "The file is stored, now or before, and goes its way.", ApiContent.Of(DivocAnswerJson.Readable.UploadBody))],
        Problems = new Dictionary<int, string[]>
        {
            [400] = ["MISSING_FILE", "MALFORMED_FORM", UploadCodes.InvalidTemplate, UploadCodes.NotUtf8, UploadCodes.EmptyFile],
            [413] = ["PAYLOAD_TOO_LARGE"],
            [415] = ["NOT_A_FORM"],
            [429] = ["TOO_MANY_UPLOADS"],
        },
    };

    private static OperationDescription List(string function, string summary) => new(function, Group, summary, "The newest first, at most 100.")
    {
        Answers = [new(200, "The files.", ApiContent.Of(DivocAnswerJson.Readable.IReadOnlyListUploadBody))],
    };

    private static OperationDescription One(string function, string summary) => new(function, Group, summary, "Poll it until it has a `finishedAt` or a `reason`.")
    {
        Parameters = [Id()],
        Answers = [new(200, "The file.", ApiContent.Of(DivocAnswerJson.Readable.UploadBody))],
        Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND"] },
    };

    private static OperationDescription Errors(string function, string summary) => new(
        function, Group, summary, "Each row with its cells, its number in the file, and what is wrong. Cells that a spreadsheet would take for a formula begin with an apostrophe.")
    {
        Parameters = [Id(), From, Format],
        Answers = [new(200, "A page of rows. `Link` names the next one.", ApiContent.Of(Rows()), ApiContent.Text("text/csv")) { Headers = ["Link"] }],
        Problems = new Dictionary<int, string[]> { [400] = ["FROM"], [404] = ["NOT_FOUND"] },
    };

    private static ApiParameter Id() => ApiParameters.Path("uploadId", "The id of an upload, from the answer to it.", ApiParameters.Text(1, 64), "5m2x8q4t1k7v3w9n6r0y2p4j1a");

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
        Required = new HashSet<string> { "file" },
    };

    private static OpenApiSchema Rows() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["columns"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "The names of the columns, then `errors`.", Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            ["errorRows"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "The rows: their cells by column, `errors`, `row` and `problems`.", Items = new OpenApiSchema { Type = JsonSchemaType.Object } },
            ["next"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "The value of `from` that goes on; null where nothing is left." },
        },
        Required = new HashSet<string> { "columns", "errorRows" },
    };
}
