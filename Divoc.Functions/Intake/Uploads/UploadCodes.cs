namespace Divoc.Functions.Intake.Uploads;

/// <summary>The stable codes of errors in an uploaded file or in a row, besides those of events.</summary>
public static class UploadCodes
{
    /// <summary>The header row is not the one of the template (DIVOC's own code).</summary>
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

    /// <summary>The partner can't have more certificates with the preEnrollmentCode.</summary>
    public const string EnrollmentFull = "ENROLLMENT_FULL";

    /// <summary>The upload was given up because its steps failed again and again.</summary>
    public const string TooManyAttempts = "TOO_MANY_ATTEMPTS";

    /// <summary>The upload was given up because its file no longer exists.</summary>
    public const string FileGone = "FILE_GONE";
}
