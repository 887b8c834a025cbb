using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Types;

/// <summary>The fields of a postal address. In addition to DIVOC: <c>city</c> is kept, and a postal code may be an integer.</summary>
internal static class AddressFields
{
    /// <summary>The fields of the address at a path.</summary>
    /// <param name="path">The path of the address.</param>
    /// <param name="columns">The prefix of the names of their columns in a CSV file.</param>
    /// <param name="leastPostalCode">Minimum number of characters of the postal code.</param>
    public static EventField[] Of(string path, string columns, int leastPostalCode = 0) =>
    [
        Required($"{path}.addressLine1", Text) with { Column = new($"{columns}AddressLine1") },
        Optional($"{path}.addressLine2", Text) with { Column = new($"{columns}AddressLine2") },
        Optional($"{path}.city", Text) with { Column = new($"{columns}City") { IsOptional = true } },
        Required($"{path}.district", Text) with { MinLength = 1, Column = new($"{columns}District") },
        Required($"{path}.state", Text) with { MinLength = 1, Column = new($"{columns}State") },
        Optional($"{path}.country", Text) with
        {
            MinLength = 2,
            Column = new($"{columns}Country") { IsOptional = true },
            Hint = "The code of the country, such as IND or IN.",
        },
        Required($"{path}.pincode", TextOrInteger) with
        {
            MinLength = leastPostalCode,
            Column = new($"{columns}Pincode"),
            Label = "Postal code",
        },
    ];
}
