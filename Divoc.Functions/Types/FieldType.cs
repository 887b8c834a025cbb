namespace Divoc.Functions.Types;

/// <summary>The type of a member of the body.</summary>
public enum FieldType
{
    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON string, or an integer that is read as its digits (partners send postal codes both ways).</summary>
    TextOrInteger,

    /// <summary>A JSON array of strings.</summary>
    TextList,

    /// <summary>A JSON string with a full date of RFC 3339, <c>YYYY-MM-DD</c>.</summary>
    Date,

    /// <summary>
    /// A JSON string with a full date as <see cref="Date"/>, or only a part if no more is known: <c>YYYY-MM</c>, <c>YYYY</c>.
    /// </summary>
    DateOfBirth,

    /// <summary>A JSON string with a date-time of RFC 3339, seconds and offset included.</summary>
    Instant,

    /// <summary>A JSON number without fraction.</summary>
    WholeNumber,

    /// <summary>A JSON object whose members are fields too.</summary>
    Group,

    /// <summary>A JSON object with any content.</summary>
    FreeObject,
}
