namespace Divoc.Functions.Domain;

/// <summary>
/// The stable codes of validation errors and warnings. Clients may rely on them; they never change their meaning. Codes of only one type or
/// route are defined there.
/// </summary>
public static class FaultCodes
{
    /// <summary>The body is not JSON (RFC 8259) in UTF-8.</summary>
    public const string InvalidJson = "INVALID_JSON";

    /// <summary>A value has another JSON type than the field requires.</summary>
    public const string WrongType = "WRONG_TYPE";

    /// <summary>A required member is missing or null, or the body is empty.</summary>
    public const string Required = "REQUIRED";

    /// <summary>A text has fewer characters than required.</summary>
    public const string TooShort = "TOO_SHORT";

    /// <summary>A required text has no visible character.</summary>
    public const string ShowsNothing = "SHOWS_NOTHING";

    /// <summary>
    /// A text has control characters that change the order in which it is read. A warning if the settings say so, or if the effect stays
    /// within the text.
    /// </summary>
    public const string TextDirection = "TEXT_DIRECTION";

    /// <summary>A text is not one of the allowed ones.</summary>
    public const string Enum = "ENUM";

    /// <summary>A number is below the minimum.</summary>
    public const string Minimum = "MINIMUM";

    /// <summary>A date or date-time is not written as RFC 3339 requires, or does not exist.</summary>
    public const string Format = "FORMAT";

    /// <summary>Neither age nor date of birth can be used (DIVOC's own code).</summary>
    public const string MissingFields = "MISSING_FIELDS";

    /// <summary>The body is larger than 5 MiB.</summary>
    public const string PayloadTooLarge = "PAYLOAD_TOO_LARGE";

    /// <summary>An array has more items than allowed.</summary>
    public const string TooManyItems = "TOO_MANY_ITEMS";

    /// <summary>The array has no element.</summary>
    public const string EmptyArray = "EMPTY_ARRAY";

    /// <summary>A string or member name is longer than allowed.</summary>
    public const string TooLong = "TOO_LONG";

    /// <summary>Values are nested deeper than allowed.</summary>
    public const string TooDeep = "TOO_DEEP";

    /// <summary><c>meta</c> is larger than allowed.</summary>
    public const string MetaTooLarge = "META_TOO_LARGE";

    /// <summary>An element is larger than a queue message allows, or has more data to keep than a ledger allows.</summary>
    public const string EventTooLarge = "EVENT_TOO_LARGE";

    /// <summary>An object has two members with the same name.</summary>
    public const string DuplicateMember = "DUPLICATE_MEMBER";

    /// <summary>A string or member name has a control character.</summary>
    public const string ControlCharacter = "CONTROL_CHARACTER";

    /// <summary>A string or member name has half of a surrogate pair.</summary>
    public const string LoneSurrogate = "LONE_SURROGATE";

    /// <summary><c>meta</c> has a member that only the service writes.</summary>
    public const string ReservedMember = "RESERVED_MEMBER";

    /// <summary>The preEnrollmentCode is too long or has characters that can't be used in a URL.</summary>
    public const string PreEnrollmentCode = "PRE_ENROLLMENT_CODE";

    /// <summary>The programId is missing, but the settings require it.</summary>
    public const string ProgramIdRequired = "PROGRAM_ID_REQUIRED";

    /// <summary>No contact is given, or one begins with neither <c>tel:</c> nor <c>mailto:</c>.</summary>
    public const string Contact = "CONTACT";

    /// <summary>A dose number is not an integer.</summary>
    public const string NotWhole = "NOT_WHOLE";

    /// <summary>A number is above the maximum.</summary>
    public const string Maximum = "MAXIMUM";

    /// <summary>The age is beyond that of any human.</summary>
    public const string AgeRange = "AGE_RANGE";

    /// <summary>A date or time is in the future.</summary>
    public const string FutureDate = "FUTURE_DATE";

    /// <summary>Two dates or times are in the wrong order.</summary>
    public const string DateOrder = "DATE_ORDER";

    /// <summary>Two elements of the array are the same event.</summary>
    public const string Duplicate = "DUPLICATE";

    /// <summary>The credential of the event fits into no QR code, whatever its signature.</summary>
    public const string QrTooLarge = "QR_TOO_LARGE";

    /// <summary>A warning: the caller's live certificate of the same event has other data than were sent.</summary>
    public const string DuplicateDiffers = "DUPLICATE_DIFFERS";

    /// <summary>A warning: age and date of birth contradict each other.</summary>
    public const string AgeContradictsDob = "AGE_CONTRADICTS_DOB";

    /// <summary>A warning: the credential has a date of birth that was calculated from the age by DIVOC's rule.</summary>
    public const string DobInvented = "DOB_INVENTED";

    /// <summary>A warning: the credential has no date of birth, because the one that was sent is before 1901.</summary>
    public const string DobDropped = "DOB_DROPPED";

    /// <summary>A warning: the date of birth is not known to the day, and the credential says no more than is known.</summary>
    public const string DobInexact = "DOB_INEXACT";

    /// <summary>A warning: a text has a character that the page can print only as its code.</summary>
    public const string UnprintableCharacter = "UNPRINTABLE_CHARACTER";

    /// <summary>The body has an unknown member. In an event this is a warning.</summary>
    public const string UnknownMember = "UNKNOWN_MEMBER";

    /// <summary>An update finds no live certificate to replace.</summary>
    public const string NotCertified = "NOT_CERTIFIED";

    /// <summary>A certificate was updated as often as the settings allow.</summary>
    public const string UpdateLimit = "UPDATE_LIMIT";

    /// <summary>An operator has blocked the partner from the preEnrollmentCode.</summary>
    public const string OwnerBarred = "OWNER_BARRED";

    /// <summary>There are more validation errors or warnings than are listed.</summary>
    public const string MoreFaults = "MORE_FAULTS";
}
