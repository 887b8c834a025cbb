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

    private static readonly ApiParameter From = ApiParameters.Query(
        "from",
        "The `next` of the previous answer.",
        new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" });

    private static readonly ApiParameter Format = ApiParameters.Query(
        "format",
        "`csv` for a file that spreadsheet programs open.",
        new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["csv"] });

    private static readonly ApiParameter Again = ApiParameters.Query(
        "again",
        "`true` to run the same file again after the cause of its errors was removed, if that cause was outside the file.",
        new OpenApiSchema { Type = JsonSchemaType.Boolean });

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Upload("UploadVaccinations", "Certify a file of vaccinations"),
        Upload("UploadTests", "Certify a file of tests"),
        List("ShowUploads", "The caller's uploaded files of vaccinations"),
        List("ShowTestUploads", "The caller's uploaded files of tests"),
        One("ShowUpload", "An uploaded file of vaccinations"),
        One("ShowTestUpload", "An uploaded file of tests"),
        Errors("ShowUploadErrors", "Rows of a file of vaccinations that made no certificate"),
        Errors("ShowTestUploadErrors", "Rows of a file of tests that made no certificate"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(UploadBody),
            "An uploaded file. Members that begin with a capital letter are DIVOC's.",
            ("ID", "Its id."),
            ("CreatedAt", "When it was received."),
            ("Filename", "Its name."),
            ("TotalRecords", "The number of rows that were read so far."),
            ("UserID", "The partner that sent it; empty if the service has no partners."),
            ("Status",
                "`Processing` until the file is finished. Then `Failed` if a row was refused or failed (duplicates do not count), or if "
                + "the service gave up (`reason`); otherwise `Success`."),
            ("TotalErrorRows", "The number of rows that were refused or failed."),
            ("run", "The number of the run; the first is 1."),
            ("finishedAt", "When every row had an outcome; absent until then."),
            ("reason", "Why the service gave up, as a word; absent if it did not."),
            ("rows", "The states of its rows."),
            ("statusUrl", "Where to ask for this."),
            ("errorsUrl", "Where to fetch the rows with errors."),
            ("ignoredColumns", "Columns of the file that are ignored; only in the answer to the upload.")),
        new(
            typeof(UploadRows),
            "The states of the rows of a file, as numbers.",
            ("read", "Read so far."),
            ("queued", "Accepted; their certificates are not issued yet."),
            ("issued", "Certified."),
            ("duplicate", "Certified before, or twice in the file."),
            ("failed", "Accepted, but failed later."),
            ("refused", "Not accepted."),
            ("kept", "The number of refused rows that can be fetched with their errors, at most 10,000.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("NOT_A_FORM", "The body is not a web form.", "Send the file as `multipart/form-data`, in a field with the name `file`."),
        Problem("MISSING_FILE", "The form has no file in a field with the name `file`.", "Send the file in a field with this name."),
        Problem(
            UploadCodes.InvalidTemplate,
            "The header row lacks columns, or has a column twice.",
            "Correct the columns that `detail` names."),
        Problem(UploadCodes.NotUtf8, "The file is not UTF-8, or not text.", "Save it as CSV in UTF-8."),
        Problem(UploadCodes.EmptyFile, "The file has no row below its header.", "Send a file with at least one row."),
        Problem(
            "TOO_MANY_UPLOADS",
            "The partner has the largest allowed number of unfinished files.",
            "Send the file again when one of them is finished."),
        Row(
            UploadCodes.ColumnCount,
            "A row of a file has more or fewer cells than the header.",
            "Check its commas and quotes, and send the row again."),
        Row(
            UploadCodes.RowMalformed,
            "A row of a file can't be read as CSV.",
            "Close its quotes, double quotes inside a cell, and send the row again."),
        Row(
            UploadCodes.RowTooLarge,
            "A row of a file is too long, or a quote in it is not closed.",
            "Shorten it or close the quote, and send the row again."),
        Failure(
            UploadCodes.FileGone,
            "The content of an uploaded file does not exist any more.",
            "Send the file again with `?again=true`."),
        Failure("NOT_AN_UPLOAD", "The message in the queue is not a step of an upload.", "Find out who sends messages to the queue."),
    ];

    private OperationDescription Upload(string function, string summary) => new(
        function,
        Group,
        summary,
        "A CSV file with a header row and one row for each event. The service stores the file and answers at once; then it reads the file "
        + "part by part. Ask `statusUrl` how far it is. A row with an error does not stop the others. "
        + "If the same file is sent again, the answer is the state of the first upload.")
    {
        Parameters = [Again],
        Body = new($"At most {options.Value.Bytes / Mebibyte} MiB, in UTF-8.", ApiContent.Of(Form(), mediaType: "multipart/form-data")),
        Answers =
        [
            new(
                200,
                "The file is stored, by this call or an earlier one, and will be read.",
                ApiContent.Of(DivocAnswerJson.Readable.UploadBody)),
        ],
        Problems = new Dictionary<int, string[]>
        {
            [400] = ["MISSING_FILE", "MALFORMED_FORM", UploadCodes.InvalidTemplate, UploadCodes.NotUtf8, UploadCodes.EmptyFile],
            [413] = ["PAYLOAD_TOO_LARGE"],
            [415] = ["NOT_A_FORM"],
            [429] = ["TOO_MANY_UPLOADS"],
        },
    };

    private static OperationDescription List(string function, string summary) => new(function, Group, summary, "Newest first, at most 100.")
    {
        Answers = [new(200, "The files.", ApiContent.Of(DivocAnswerJson.Readable.IReadOnlyListUploadBody))],
    };

    private static OperationDescription One(string function, string summary) =>
        new(function, Group, summary, "Poll it until it has a `finishedAt` or a `reason`.")
        {
            Parameters = [Id()],
            Answers = [new(200, "The file.", ApiContent.Of(DivocAnswerJson.Readable.UploadBody))],
            Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND"] },
        };

    private static OperationDescription Errors(string function, string summary) => new(
        function,
        Group,
        summary,
        "Each row has its cells, its number in the file and its errors. If a spreadsheet program would read a cell as a formula, the "
        + "cell gets an apostrophe in front.")
    {
        Parameters = [Id(), From, Format],
        Answers = [new(200, "A page of rows. `Link` names the next one.", ApiContent.Of(Rows()), ApiContent.Text("text/csv"))
        {
            Headers = ["Link"],
        }],
        Problems = new Dictionary<int, string[]> { [400] = ["FROM"], [404] = ["NOT_FOUND"] },
    };

    private static ApiParameter Id() => ApiParameters.Path(
        "uploadId",
        "The id of an upload, from the answer to the upload.",
        ApiParameters.Text(1, 64),
        "5m2x8q4t1k7v3w9n6r0y2p4j1a");

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        },
        Required = new HashSet<string> { "file" },
    };

    private static OpenApiSchema Rows() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["columns"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "The names of the columns, then `errors`.",
                Items = new OpenApiSchema { Type = JsonSchemaType.String },
            },
            ["errorRows"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "The rows: their cells by column, `errors`, `row` and `problems`.",
                Items = new OpenApiSchema { Type = JsonSchemaType.Object },
            },
            ["next"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String | JsonSchemaType.Null,
                Description = "Send it as `from` to get the next page; null on the last page.",
            },
        },
        Required = new HashSet<string> { "columns", "errorRows" },
    };
}
