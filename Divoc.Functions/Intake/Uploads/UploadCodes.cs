namespace Divoc.Functions.Intake.Uploads;

/// <summary>The stable codes of what is wrong with an uploaded file or a row of it, beside those of events.</summary>
public static class UploadCodes
{
    /// <summary>The header row is not that of the template (DIVOC's own code).</summary>
    public const string InvalidTemplate = "INVALID_TEMPLATE";

    /// <summary>The file is not UTF-8.</summary>
    public const string NotUtf8 = "NOT_UTF8";

    /// <summary>The file has no row below its header.</summary>
    public const string EmptyFile = "EMPTY_FILE";

    /// <summary>A row can't be read.</summary>
    public const string RowMalformed = "ROW_MALFORMED";

    /// <summary>A row is too long.</summary>
    public const string RowTooLarge = "ROW_TOO_LARGE";

    /// <summary>A row has more or fewer cells than the header.</summary>
    public const string ColumnCount = "COLUMN_COUNT";

    /// <summary>A partner can have no more certificates under the preEnrollmentCode.</summary>
    public const string EnrollmentFull = "ENROLLMENT_FULL";

    /// <summary>An upload was given up since its steps failed again and again.</summary>
    public const string TooManyAttempts = "TOO_MANY_ATTEMPTS";

    /// <summary>An upload was given up since its file is not there any more.</summary>
    public const string FileGone = "FILE_GONE";
}
