namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>What blank nodes are called where statements are written.</summary>
internal interface IBlankNodeLabels
{
    /// <summary>The label to write, without <c>_:</c>.</summary>
    /// <param name="label">The label in the dataset.</param>
    string LabelOf(string label);
}
