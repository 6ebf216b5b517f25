using System.Text.Json.Nodes;

namespace Downbeat.App.Django.Importing;

/// <summary>Why a row is not carried over.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">What stands in it.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record ImportRefusal(string Field, string? Value, string Reason)
{
    public static ImportRefusal Of(InvalidValueException refusal)
    {
        return new ImportRefusal(
            refusal.Field, Convert.ToString(refusal.Value, System.Globalization.CultureInfo.InvariantCulture), refusal.Message);
    }

    public JsonObject ToJson() => new() { ["field"] = Field, ["value"] = Value, ["reason"] = Reason };
}
