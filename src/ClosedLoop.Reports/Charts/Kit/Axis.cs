using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>Draws axes: grid, ticks, labels that never overlap, and a title with the unit.</summary>
internal static class Axis
{
    /// <summary>Room that <see cref="Bottom"/> needs under the frame when labels stand upright.</summary>
    public const double BottomRoom = 44;

    /// <summary>The horizontal axis under the frame.</summary>
    public static XElement Bottom(Frame frame, IScale scale, string title)
    {
        var slot = scale is BandScale band ? band.Band : frame.Width / Math.Max(1, scale.Ticks.Count);
        var fits = Math.Max(1, Frame.Characters(slot - 4));
        var group = Svg.Group("axis");
        var free = double.NegativeInfinity;
        foreach (var tick in scale.Ticks)
        {
            var x = scale.Map(tick.Value);
            if (scale is not BandScale)
            {
                group.Add(Svg.Line(x, frame.Top, x, frame.Bottom, "grid"));
            }

            var shortened = scale is BandScale ? Figures.Ellipsis(tick.Label, fits) : tick.Label;
            var half = Frame.TextWidth(shortened) / 2;
            group.Add(Svg.Line(x, frame.Bottom, x, frame.Bottom + 4, "stroke"));
            if (x - half < free)
            {
                continue;
            }

            free = x + half + 5;
            var label = Svg.Text(x, frame.Bottom + 17, shortened, "tick", "middle");
            if (shortened != tick.Label)
            {
                label.Add(Svg.Tip(tick.Label));
            }

            group.Add(label);
        }

        group.Add(
            Svg.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, "stroke"),
            Title((frame.Left + frame.Right) / 2, frame.Bottom + 36, title, frame.Width));
        return group;
    }

    /// <summary>The vertical axis left of the frame.</summary>
    public static XElement Left(Frame frame, IScale scale, string title)
    {
        var group = Svg.Group("axis");
        foreach (var tick in scale.Ticks)
        {
            var y = scale.Map(tick.Value);
            group.Add(
                Svg.Line(frame.Left, y, frame.Right, y, "grid"),
                Svg.Line(frame.Left - 4, y, frame.Left, y, "stroke"),
                Svg.Text(frame.Left - 8, y + 4, tick.Label, "tick", "end"));
        }

        var text = Title(13, (frame.Top + frame.Bottom) / 2, title, frame.Height, -90);
        group.Add(Svg.Line(frame.Left, frame.Top, frame.Left, frame.Bottom, "stroke"), text);
        return group;
    }

    private static XElement Title(double x, double y, string title, double room, double rotate = 0)
    {
        var shortened = Figures.Ellipsis(title, Math.Max(4, Frame.Characters(room)));
        var text = Svg.Text(x, y, shortened, "axis-title", "middle", rotate);
        if (shortened != title)
        {
            text.Add(Svg.Tip(title));
        }

        return text;
    }
}
