namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>The labels of blank nodes in written statements.</summary>
internal interface IBlankNodeLabels
{
    /// <summary>The label to write, without <c>_:</c>.</summary>
    /// <param name="label">The label in the dataset.</param>
    string LabelOf(string label);
}
